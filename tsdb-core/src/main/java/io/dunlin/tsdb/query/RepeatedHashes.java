package io.dunlin.tsdb.query;

import io.dunlin.tsdb.model.LabelSetHash;

/**
 * The hashes that may occur in more than one set, and the member seen last of each. Of a hash that is not here it is certain
 * that it occurs once. Whether one has come before is first told by three of sixteen bits ({@link HashScratch}): so nearly all
 * of millions of series that are in one set only cost two bytes and no place in a table. Not thread-safe.
 */
final class RepeatedHashes {
    /** Open addressing, at most a quarter full. */
    private static final int SLOTS_PER_HASH = 4;

    private static final int FEWEST_SLOTS = 64;

    private long[] lows = new long[FEWEST_SLOTS];
    private long[] highs = new long[FEWEST_SLOTS];
    private int[] lasts = new int[FEWEST_SLOTS];
    private boolean[] used = new boolean[FEWEST_SLOTS];
    private int count;

    private RepeatedHashes() {}

    /** Looks at the hashes of some sets, in each of which they differ, of the members from one start to the next. */
    static RepeatedHashes of(int[] starts, HashScratch scratch) {
        RepeatedHashes repeated = new RepeatedHashes();
        long[] hashes = scratch.hashes();
        int members = starts[starts.length - 1];
        for (int member = 0; member < members; member++) {
            int at = LabelSetHash.LANES * member;
            if (scratch.see(hashes[at])) {
                repeated.add(hashes[at], hashes[at + 1]);
            }
        }
        return repeated;
    }

    boolean isEmpty() {
        return count == 0;
    }

    private void add(long low, long high) {
        int slot = find(low, high);
        if (used[slot]) {
            return;
        }
        put(slot, low, high, SeriesMatches.NONE);
        if (++count * SLOTS_PER_HASH > used.length) {
            grow();
        }
    }

    private void put(int slot, long low, long high, int last) {
        used[slot] = true;
        lows[slot] = low;
        highs[slot] = high;
        lasts[slot] = last;
    }

    private void grow() {
        long[] oldLows = lows;
        long[] oldHighs = highs;
        boolean[] oldUsed = used;
        lows = new long[2 * oldUsed.length];
        highs = new long[2 * oldUsed.length];
        lasts = new int[2 * oldUsed.length];
        used = new boolean[2 * oldUsed.length];
        for (int slot = 0; slot < oldUsed.length; slot++) {
            if (oldUsed[slot]) {
                put(find(oldLows[slot], oldHighs[slot]), oldLows[slot], oldHighs[slot], SeriesMatches.NONE);
            }
        }
    }

    /** Returns the slot of a hash, or the one that it would take. The bits of the low lane have chosen who is here. */
    private int find(long low, long high) {
        int slot = (int) high & used.length - 1;
        while (used[slot] && (lows[slot] != low || highs[slot] != high)) {
            slot = slot + 1 & used.length - 1;
        }
        return slot;
    }

    /** Makes a member the one seen last with a hash; returns the one before, {@link SeriesMatches#NONE} for none. */
    int exchange(long low, long high, int member) {
        int slot = find(low, high);
        if (!used[slot]) {
            return SeriesMatches.NONE;
        }
        int before = lasts[slot];
        lasts[slot] = member;
        return before;
    }
}
