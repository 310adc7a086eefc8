package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.memory.Region;
import java.util.Arrays;
import java.util.Comparator;

/** Makes the samples of an index that has no sidecar by reading its symbol section and postings table once. */
final class IndexScan {
    private IndexScan() {}

    /** Scans an index of version 2, whose table is sorted. */
    static IndexSamples sorted(IndexSection symbols, IndexSection table) {
        IndexSampleBuilder samples = new IndexSampleBuilder();
        scanSymbols(symbols, samples);
        RegionInput input = table.input();
        TableEntry before = new TableEntry();
        TableEntry entry = new TableEntry();
        int left = readEntryCount(input);
        while (left-- > 0) {
            entry.read(input);
            boolean firstOfName = before.start == 0 || before.compareNames(entry, table.region()) != 0;
            if (before.start != 0 && before.compare(entry, table.region()) >= 0) {
                throw input.corrupt("postings table entries in byte order", "one that is not after the one before it");
            }
            samples.addTableEntry(firstOfName, entry.start - table.start());
            TableEntry swap = before;
            before = entry;
            entry = swap;
        }
        return samples.build();
    }

    /** Scans an index of version 1, whose table has any order: every entry becomes a sample. */
    static IndexSamples unsorted(IndexSection symbols, IndexSection table) {
        IndexSampleBuilder samples = new IndexSampleBuilder(1);
        scanSymbols(symbols, samples);
        RegionInput input = table.input();
        TableEntry[] entries = new TableEntry[readEntryCount(input)];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = new TableEntry();
            entries[i].read(input);
        }
        Comparator<TableEntry> order = (a, b) -> a.compare(b, table.region());
        Arrays.sort(entries, order);
        for (int i = 0; i < entries.length; i++) {
            boolean firstOfName = i == 0 || entries[i - 1].compareNames(entries[i], table.region()) != 0;
            samples.addTableEntry(firstOfName, entries[i].start - table.start());
        }
        return samples.build();
    }

    private static void scanSymbols(IndexSection section, IndexSampleBuilder samples) {
        RegionInput input = section.input();
        int left = input.readInt();
        while (left-- > 0) {
            samples.addSymbol(input.position() - section.start());
            input.skip(input.readStringLength());
        }
    }

    /** Reads the count of entries, of which each takes at least four bytes. */
    private static int readEntryCount(RegionInput input) {
        int count = input.readInt();
        if (count < 0 || count > input.left() / Integer.BYTES) {
            throw input.corrupt("a count that fits the section", Integer.toUnsignedString(count));
        }
        return count;
    }

    /** Where the parts of one table entry lie. */
    private static final class TableEntry {
        private long start;
        private long nameStart;
        private int nameLength;
        private long valueStart;
        private int valueLength;

        void read(RegionInput input) {
            start = input.position();
            int keys = input.readByte();
            if (keys != IndexLayout.POSTINGS_TABLE_KEYS) {
                throw input.corrupt(IndexLayout.POSTINGS_TABLE_KEYS + " keys", keys);
            }
            nameLength = input.readStringLength();
            nameStart = input.position();
            input.skip(nameLength);
            valueLength = input.readStringLength();
            valueStart = input.position();
            input.skip(valueLength);
            input.readUvarint();
        }

        int compareNames(TableEntry other, Region region) {
            return region.compareBytes(nameStart, nameLength, region, other.nameStart, other.nameLength);
        }

        int compare(TableEntry other, Region region) {
            int order = compareNames(other, region);
            return order != 0
                    ? order
                    : region.compareBytes(valueStart, valueLength, region, other.valueStart, other.valueLength);
        }
    }
}
