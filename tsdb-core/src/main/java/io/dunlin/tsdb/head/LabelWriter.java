package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.LabelSets;
import io.dunlin.tsdb.index.SymbolTable;
import java.util.Arrays;

/**
 * Writes the label sets of one table to a checkpoint ({@link SectionLayout#LABELS}), each string once: a label that is the
 * series' before at the same position is one byte, a string that was written before its number. Reads beside the head's
 * writer; one thread.
 */
final class LabelWriter {
    /** The label is that of the series before at this position. */
    static final int SAME = 0;

    /** A string follows, which gets the next number. */
    static final int NEW = 1;

    /** Added to the number of a string that was written before. */
    static final int FIRST_KNOWN = 2;

    private final HeadTable table;
    private final SymbolTable symbols;
    private final LabelSets.Cursor labels;

    /** The numbers, less {@link #NEW}, of the table's own strings and of its parent's; 0 for those not written yet. */
    private int[] own = new int[1024];

    private int[] parents = new int[64];
    private int written;
    private int[] previous = new int[64];
    private int previousCount;
    private byte[] text = new byte[256];

    LabelWriter(HeadTable table) {
        this.table = table;
        this.symbols = table.index().symbols();
        this.labels = table.index().labelSets().cursor();
    }

    /** Writes the section of one series. */
    void write(int slot, RecordWriter into) {
        int count = labels.wrap(table.labelSet(slot));
        if (2 * count > previous.length) {
            previous = Arrays.copyOf(previous, 4 * count);
        }
        into.putByte(SectionLayout.LABELS);
        into.putNumber(table.generation());
        into.putNumber(slot);
        into.putNumber(count);
        for (int i = 0; labels.next(); i++) {
            if (i < previousCount && previous[2 * i] == labels.name() && previous[2 * i + 1] == labels.value()) {
                into.putByte(SAME);
            } else {
                putString(labels.name(), into);
                putString(labels.value(), into);
                previous[2 * i] = labels.name();
                previous[2 * i + 1] = labels.value();
            }
        }
        previousCount = count;
    }

    private void putString(int ref, RecordWriter into) {
        int number = SymbolTable.number(ref);
        int known = SymbolTable.isParents(ref)
                ? (number < parents.length ? parents[number] : 0)
                : (number < own.length ? own[number] : 0);
        if (known > 0) {
            into.putNumber(known + NEW);
            return;
        }
        written++;
        note(ref, number);
        into.putByte(NEW);
        int length = symbols.length(ref);
        text = length > text.length ? new byte[2 * length] : text;
        symbols.copy(ref, text, 0);
        into.putBytes(text, length);
    }

    private void note(int ref, int number) {
        if (SymbolTable.isParents(ref)) {
            parents = number < parents.length ? parents : Arrays.copyOf(parents, 2 * number);
            parents[number] = written;
        } else {
            own = number < own.length ? own : Arrays.copyOf(own, 2 * number);
            own[number] = written;
        }
    }
}
