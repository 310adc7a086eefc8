package io.dunlin.tsdb.head;

import io.dunlin.tsdb.memory.Region;

/**
 * Reads what will be needed of a few series in a row, without using it: first all their records, then the open chunks that
 * these lead to. Each series costs three cache misses that depend on each other; read one series after the other they are
 * most of the time of an append, read like this those of a batch overlap. Beside a running writer too: whatever is read may
 * be out of date. One thread.
 */
final class ReadAhead {
    /** The most series of a batch. */
    static final int MOST = 32;

    private final Region[] regions = new Region[MOST];
    private final long[] blocks = new long[MOST];

    /** Without meaning; that it is kept keeps the reads. */
    private long seen;

    /** Reads the record of a series as the one with a number of this batch. */
    void record(int number, HeadTable table, int slot) {
        regions[number] = table.blocks().region();
        blocks[number] = HeadTable.blockAddress(table.records().getInt(table.record(slot) + SeriesRecordLayout.OPEN));
    }

    /** Says that a number of this batch has no series. */
    void none(int number) {
        regions[number] = null;
    }

    /** Reads the newest sample of each of the first series, where it is in an open chunk. */
    void newest(int count) {
        long all = 0;
        for (int i = 0; i < count; i++) {
            if (isReadable(i)) {
                all ^= OpenBlockLayout.lastTime(regions[i], blocks[i]);
            }
        }
        seen = all;
    }

    /** Reads where the next sample of each of the first series goes; behind {@link #newest}. */
    void ends(int count) {
        long all = 0;
        for (int i = 0; i < count; i++) {
            if (isReadable(i)) {
                all ^= OpenBlockLayout.readEnd(regions[i], blocks[i]);
            }
        }
        seen = all;
    }

    /** The region may have been seen as it was before the block was allocated. */
    private boolean isReadable(int i) {
        return regions[i] != null && regions[i].contiguousFrom(blocks[i]) >= OpenBlockLayout.SHORTEST;
    }

    /** Returns a number without meaning. */
    long seen() {
        return seen;
    }
}
