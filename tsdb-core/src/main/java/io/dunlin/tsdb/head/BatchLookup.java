package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.Hash128;

/**
 * Looks up a batch of series by their hashes, table by table, so that the cache misses of the batch overlap. It also reads
 * the newest samples, which the appender looks at next. One thread.
 */
final class BatchLookup {
    /** The most series of a batch. */
    static final int MOST = ReadAhead.MOST;

    private final ReadAhead ahead = new ReadAhead();
    private final long[] lows = new long[MOST];
    private final long[] highs = new long[MOST];

    /** The numbers of the series that are not found yet. */
    private final int[] wanted = new int[MOST];

    private final int[] slots = new int[MOST];

    /** Sets the hash of the series with a number. */
    void set(int number, Hash128 hash) {
        lows[number] = hash.low;
        highs[number] = hash.high;
    }

    /** Gives the hash of the series with a number. */
    void hash(int number, Hash128 into) {
        into.set(lows[number], highs[number]);
    }

    /**
     * Looks up the first series of the batch.
     *
     * @param tables where to search, in this order
     * @param references receives from {@code offset} on the reference of each, {@link Generations#ABSENT} for none
     */
    void find(HeadTable[] tables, int count, long[] references, int offset) {
        for (int i = 0; i < count; i++) {
            wanted[i] = i;
            references[offset + i] = Generations.ABSENT;
            ahead.none(i);
        }
        int left = count;
        for (int i = 0; i < tables.length && left > 0; i++) {
            if (!tables[i].isLeaving()) {
                left = find(tables[i], left, references, offset);
            }
        }
        ahead.newest(count);
    }

    /** Returns how many series are wanted still. */
    private int find(HeadTable table, int count, long[] references, int offset) {
        table.index().identities().find(lows, highs, wanted, count, slots);
        int left = 0;
        for (int i = 0; i < count; i++) {
            int number = wanted[i];
            int slot = slots[i];
            if (slot >= 0 && !table.isMoved(slot)) {
                references[offset + number] = table.reference(slot);
                ahead.record(number, table, slot);
            } else {
                wanted[left++] = number;
            }
        }
        return left;
    }
}
