package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.LabelRestorer;
import io.dunlin.tsdb.index.SeriesIndex;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;
import java.util.Arrays;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads what {@link LabelWriter} wrote into tables whose slots are there: strings, label sets, postings. One thread, which
 * need not be the one that restores the rest of the series.
 */
final class LabelLoader {
    private final Generations generations;
    private final Int2ObjectHashMap<OfTable> tables = new Int2ObjectHashMap<>();
    private final UnsafeBuffer text = new UnsafeBuffer(new byte[256]);

    LabelLoader(Generations generations) {
        this.generations = generations;
    }

    /** What is known of one table's sections so far. */
    private static final class OfTable {
        private final HeadTable table;
        private final LabelRestorer restorer;

        /** The table's refs of the strings, by their numbers. */
        private int[] strings = new int[1024];

        private int stringCount;

        /** Name ref, value ref, name ref … of the series before. */
        private int[] labels = new int[64];

        OfTable(HeadTable table) {
            this.table = table;
            this.restorer = table.index().restorer();
        }
    }

    /** Reads one frame of sections. */
    void read(Region region, long address, int length) {
        RecordReader record = new RecordReader(region, address, length);
        while (record.hasMore()) {
            int kind = record.getByte();
            if (kind != SectionLayout.LABELS) {
                throw new CorruptDataException(region.name(), address, "a section of labels", kind);
            }
            int generation = (int) record.getNumber();
            HeadTable table = record.known("a table", generations.byGeneration(generation));
            read(record, tables.computeIfAbsent(generation, any -> new OfTable(table)));
        }
    }

    /** Says that there are no more frames. */
    void done() {
        tables.values().forEach(table -> table.restorer.done());
    }

    private void read(RecordReader record, OfTable into) {
        int slot = record.getBelow(into.table.count());
        int count = record.getCount();
        if (2 * count > into.labels.length) {
            into.labels = Arrays.copyOf(into.labels, 4 * count);
        }
        for (int i = 0; i < count; i++) {
            int code = code(record, into);
            if (code != LabelWriter.SAME) {
                into.labels[2 * i] = string(code, record, into);
                into.labels[2 * i + 1] = string(code(record, into), record, into);
            }
        }
        into.table.restoreLabels(slot, into.restorer.add(into.labels, count, slot));
    }

    private static int code(RecordReader record, OfTable into) {
        return record.getBelow(LabelWriter.FIRST_KNOWN + into.stringCount);
    }

    private int string(int code, RecordReader record, OfTable into) {
        if (code != LabelWriter.NEW) {
            return into.strings[code - LabelWriter.FIRST_KNOWN];
        }
        int length = record.getCount();
        if (length > text.capacity()) {
            text.wrap(new byte[2 * length]);
        }
        record.getBytes(text.byteArray(), length);
        SeriesIndex index = into.table.index();
        int ref = index.symbols().add(text, 0, length);
        if (into.stringCount == into.strings.length) {
            into.strings = Arrays.copyOf(into.strings, 2 * into.stringCount);
        }
        into.strings[into.stringCount++] = ref;
        return ref;
    }
}
