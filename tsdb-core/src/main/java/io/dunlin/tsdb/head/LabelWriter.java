package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.LabelSets;
import io.dunlin.tsdb.index.PostingsCursor;
import io.dunlin.tsdb.index.SymbolTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.roaringbitmap.RoaringBitmap;

/**
 * Writes the labels of one table to a checkpoint ({@link SectionLayout#LABELS}, {@link SectionLayout#POSTINGS}): the label
 * sets as a table holds them whose strings are numbered in the order in which the series first have them, so that they are
 * copied on reading. Reads beside the head's writer; one thread.
 */
final class LabelWriter {
    /** How long label sets of one section become, in bytes. */
    private static final int SECTION_LENGTH = 32 << 10;

    private final HeadTable table;
    private final CheckpointWriter writer;
    private final SymbolTable symbols;
    private final LabelSets.Cursor labels;

    /** The numbers of the table's own strings and of its parent's; 0 for those not written yet. */
    private int[] own = new int[1024];

    private int[] parents = new int[64];
    private int written;
    private byte[] text = new byte[256];

    /** What the next section will have. */
    private final RecordWriter strings = new RecordWriter();

    private final RecordWriter sets = new RecordWriter();
    private int stringCount;
    private int first;
    private int count;

    LabelWriter(HeadTable table, CheckpointWriter writer) {
        this.table = table;
        this.writer = writer;
        this.symbols = table.index().symbols();
        this.labels = table.index().labelSets().cursor();
    }

    /** Writes the label set of a series, whose slot is greater than all before. */
    void write(int slot) throws IOException {
        if (slot != first + count || sets.length() >= SECTION_LENGTH || strings.length() >= SECTION_LENGTH) {
            writeSection();
            first = slot;
        }
        sets.putNumber(labels.wrap(table.labelSet(slot)));
        while (labels.next()) {
            sets.putNumber(SymbolTable.refOf(number(labels.name())));
            sets.putNumber(SymbolTable.refOf(number(labels.value())));
        }
        count++;
    }

    private void writeSection() throws IOException {
        if (count == 0) {
            return;
        }
        RecordWriter section = begin(SectionLayout.LABELS);
        section.putNumber(first);
        section.putNumber(count);
        section.putNumber(stringCount);
        section.putAll(strings);
        section.putBytes(sets.bytes(), sets.length());
        writer.labelsDone();
        strings.clear();
        sets.clear();
        stringCount = 0;
        count = 0;
    }

    /** Returns the number of a string, which it gets here where it is new. */
    private int number(int ref) {
        int number = written(ref);
        if (number == 0) {
            number = ++written;
            note(ref, number);
            int length = symbols.length(ref);
            text = length > text.length ? new byte[2 * length] : text;
            symbols.copy(ref, text, 0);
            strings.putBytes(text, length);
            stringCount++;
        }
        return number;
    }

    /** Returns the number of a string, 0 where none of the series has it and for {@link SymbolTable#NONE}. */
    private int written(int ref) {
        int number = SymbolTable.number(ref);
        int[] numbers = SymbolTable.isParents(ref) ? parents : own;
        return number < numbers.length ? numbers[number] : 0;
    }

    private void note(int ref, int as) {
        int number = SymbolTable.number(ref);
        if (SymbolTable.isParents(ref)) {
            parents = number < parents.length ? parents : Arrays.copyOf(parents, 2 * number);
            parents[number] = as;
        } else {
            own = number < own.length ? own : Arrays.copyOf(own, 2 * number);
            own[number] = as;
        }
    }

    /**
     * Writes which of the series that were written have which label.
     *
     * @param slots theirs
     */
    void writePostings(RoaringBitmap slots) throws IOException {
        writeSection();
        PostingsCursor cursor = table.index().postingsCursor();
        while (cursor.next()) {
            int name = written(cursor.name());
            int value = written(cursor.value());
            if (name == 0 || value == 0 && cursor.value() != SymbolTable.NONE) {
                continue;
            }
            if (cursor.large() == null) {
                writeFew(name, value, cursor, slots);
            } else {
                writeLarge(name, value, cursor.large(), slots);
            }
        }
    }

    private void writeFew(int name, int value, PostingsCursor cursor, RoaringBitmap slots) throws IOException {
        int[] few = cursor.few();
        int kept = 0;
        for (int i = 0; i < cursor.fewCount(); i++) {
            few[kept] = few[i];
            kept += slots.contains(few[i]) ? 1 : 0;
        }
        if (kept > 0) {
            RecordWriter section = beginPostings(name, value, kept);
            int before = 0;
            for (int i = 0; i < kept; i++) {
                section.putNumber(few[i] - before);
                before = few[i];
            }
            writer.labelsDone();
        }
    }

    private void writeLarge(int name, int value, RoaringBitmap large, RoaringBitmap slots) throws IOException {
        large.and(slots);
        if (!large.isEmpty()) {
            large.runOptimize();
            ByteBuffer bytes = ByteBuffer.allocate(large.serializedSizeInBytes());
            large.serialize(bytes);
            beginPostings(name, value, 0).putBytes(bytes.array());
            writer.labelsDone();
        }
    }

    private RecordWriter beginPostings(int name, int value, int few) {
        RecordWriter section = begin(SectionLayout.POSTINGS);
        section.putNumber(name);
        section.putNumber(value);
        section.putNumber(few);
        return section;
    }

    private RecordWriter begin(int kind) {
        RecordWriter section = writer.labels();
        section.putByte(kind);
        section.putNumber(table.generation());
        return section;
    }
}
