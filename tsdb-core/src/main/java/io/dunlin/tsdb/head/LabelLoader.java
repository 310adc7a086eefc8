package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.LabelRestorer;
import io.dunlin.tsdb.index.SymbolTable;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;
import java.util.Arrays;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.roaringbitmap.RoaringBitmap;

/**
 * Reads what {@link LabelWriter} wrote into tables whose slots are there: strings, label sets, postings. One thread, which
 * need not be the one that restores the rest of the series.
 */
final class LabelLoader {
    private final Generations generations;
    private final Int2ObjectHashMap<LabelRestorer> restorers = new Int2ObjectHashMap<>();
    private final UnsafeBuffer text = new UnsafeBuffer(new byte[256]);

    /** Label sets of one section, and where they are now. */
    private byte[] sets = {};

    private int[] packed = {};
    private int[] few = new int[32];

    LabelLoader(Generations generations) {
        this.generations = generations;
    }

    /** Reads one frame of sections. */
    void read(Region region, long address, int length) {
        RecordReader record = new RecordReader(region, address, length);
        while (record.hasMore()) {
            int kind = record.getByte();
            int generation = (int) record.getNumber();
            HeadTable table = record.known("a table", generations.byGeneration(generation));
            LabelRestorer into =
                    restorers.computeIfAbsent(generation, any -> table.index().restorer());
            switch (kind) {
                case SectionLayout.LABELS -> addLabels(record, table, into);
                case SectionLayout.POSTINGS -> addPostings(record, table, into);
                default -> throw new CorruptDataException(region.name(), address, "a section of labels", kind);
            }
        }
    }

    private void addLabels(RecordReader record, HeadTable table, LabelRestorer into) {
        int first = record.getBelow(table.count());
        int count = record.getBelow(table.count() - first + 1);
        addStrings(record, into);
        int length = record.getCount();
        sets = length > sets.length ? new byte[2 * length] : sets;
        packed = count > packed.length ? new int[2 * count] : packed;
        record.getBytes(sets, length);
        into.addSets(sets, length, count, packed);
        table.restoreLabels(first, packed, count);
    }

    private void addStrings(RecordReader record, LabelRestorer into) {
        for (int strings = record.getCount(); strings > 0; strings--) {
            int length = record.getCount();
            if (length > text.capacity()) {
                text.wrap(new byte[2 * length]);
            }
            record.getBytes(text.byteArray(), length);
            into.addString(text, 0, length);
        }
    }

    private void addPostings(RecordReader record, HeadTable table, LabelRestorer into) {
        int name = string(record, into);
        int value = string(record, into);
        if (name == SymbolTable.NONE) {
            throw new IllegalArgumentException("a label must have a name: value=" + value);
        }
        int count = record.getCount();
        if (count == 0) {
            RoaringBitmap slots = record.getBitmap();
            if (slots.isEmpty() || Integer.compareUnsigned(slots.last(), table.count()) >= 0) {
                throw new IllegalArgumentException("slots of a label must be those of series: slots=" + slots);
            }
            into.addPostings(name, value, slots);
            return;
        }
        few = count > few.length ? Arrays.copyOf(few, 2 * count) : few;
        int slot = 0;
        for (int i = 0; i < count; i++) {
            slot += record.getBelow(table.count() - slot);
            few[i] = slot;
        }
        into.addPostings(name, value, few, count);
    }

    /** Reads the number of a string that was read before, or 0; returns its ref. */
    private static int string(RecordReader record, LabelRestorer into) {
        return SymbolTable.refOf(record.getBelow(into.strings() + 1));
    }
}
