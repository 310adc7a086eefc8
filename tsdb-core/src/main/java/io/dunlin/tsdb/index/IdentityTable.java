package io.dunlin.tsdb.index;

import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.memory.Region;

/**
 * Finds a series of one table by the 128-bit hash of its encoded labels, without the labels: open addressing over entries
 * of 20 bytes, at most three quarters full, so that an entry costs less than 28 bytes when the array has just filled up.
 * <pre>
 *   0          8          16        20
 *   | low half | high half | slot + 1 |
 * </pre>
 * An entry is never removed; the table goes with its owner. The last field is written last, and is all that changes where
 * a series comes back whose slot has been given up. Arrays grow by a quarter, which keeps the load high for little copying.
 */
public final class IdentityTable implements AutoCloseable {
    /** What {@link #find} returns for a hash that is not there. */
    public static final int ABSENT = -1;

    private static final int LOW = 0;
    private static final int HIGH = LOW + Long.BYTES;
    private static final int SLOT = HIGH + Long.BYTES;
    private static final int ENTRY_LENGTH = SLOT + Integer.BYTES;
    private static final int FIRST_CAPACITY = 64;

    /** An array of entries with its memory; immutable but for the entries. */
    private record Entries(MemoryScope scope, Region region, int capacity) {
        long start(long low) {
            return ((low >>> Integer.SIZE) * capacity >>> Integer.SIZE) * ENTRY_LENGTH;
        }

        long next(long at) {
            long next = at + ENTRY_LENGTH;
            return next == (long) capacity * ENTRY_LENGTH ? 0 : next;
        }
    }

    private final OffHeap offHeap;
    private final Reclaimer reclaimer;
    private volatile Entries entries;
    private int count;

    /** Makes an empty table. */
    public IdentityTable(OffHeap offHeap, Reclaimer reclaimer) {
        this.offHeap = offHeap;
        this.reclaimer = reclaimer;
        this.entries = newEntries(FIRST_CAPACITY);
    }

    private Entries newEntries(int capacity) {
        MemoryScope scope = offHeap.openScope("identity table");
        return new Entries(scope, scope.allocate(MemoryTag.HEAD_HASH, (long) capacity * ENTRY_LENGTH), capacity);
    }

    /** Returns the slot of a hash, or {@link #ABSENT}. */
    public int find(long low, long high) {
        return find(entries, low, high);
    }

    private static int find(Entries table, long low, long high) {
        long at = table.start(low);
        while (true) {
            int slot = table.region.getIntAcquire(at + SLOT);
            if (slot == 0) {
                return ABSENT;
            }
            if (table.region.getLong(at + LOW) == low && table.region.getLong(at + HIGH) == high) {
                return slot - 1;
            }
            at = table.next(at);
        }
    }

    /**
     * Searches for a batch of hashes. All first entries are read before any is looked at, so that the cache misses overlap;
     * of each both ends, for it may lie in two cache lines.
     *
     * @param lows the low halves
     * @param highs the high halves
     * @param wanted the places in these of the hashes to search for
     * @param count how many places there are
     * @param slots receives, in the order of {@code wanted}, the slot of each or {@link #ABSENT}
     */
    public void find(long[] lows, long[] highs, int[] wanted, int count, int[] slots) {
        Entries table = entries;
        for (int i = 0; i < count; i++) {
            long low = lows[wanted[i]];
            long at = table.start(low);
            int slot = table.region.getInt(at + SLOT);
            slots[i] = table.region.getLong(at + LOW) == low ? slot : -slot;
        }
        for (int i = 0; i < count; i++) {
            if (slots[i] != 0) {
                long low = lows[wanted[i]];
                long high = highs[wanted[i]];
                boolean first = slots[i] > 0 && table.region.getLong(table.start(low) + HIGH) == high;
                slots[i] = first ? slots[i] - 1 : find(table, low, high);
            } else {
                slots[i] = ABSENT;
            }
        }
    }

    /**
     * Returns whether one of some hashes is there; all first entries are read before any is looked at. For the writer only.
     *
     * @param from the first place of the hashes in the arrays
     * @param to the place behind the last
     */
    public boolean hasAny(long[] lows, long[] highs, int from, int to) {
        Entries table = entries;
        int taken = 0;
        for (int i = from; i < to; i++) {
            taken |= table.region.getInt(table.start(lows[i]) + SLOT);
        }
        for (int i = from; i < to && taken != 0; i++) {
            if (find(table, lows[i], highs[i]) != ABSENT) {
                return true;
            }
        }
        return false;
    }

    /** Returns what walks the hashes in the order of the table, beside the writer: those added meanwhile or not. */
    public Cursor cursor() {
        return new Cursor(entries);
    }

    /** Walks hashes. One thread. */
    public static final class Cursor {
        private final Entries table;
        private long at = -ENTRY_LENGTH;
        private int slot;

        private Cursor(Entries table) {
            this.table = table;
        }

        /** Moves to the next hash; false where there is none. */
        public boolean next() {
            int value = 0;
            long end = (long) table.capacity * ENTRY_LENGTH;
            while (value == 0 && at + ENTRY_LENGTH < end) {
                at += ENTRY_LENGTH;
                value = table.region.getIntAcquire(at + SLOT);
            }
            slot = value - 1;
            return value != 0;
        }

        /** Returns the low half of the hash. */
        public long low() {
            return table.region.getLong(at + LOW);
        }

        /** Returns the high half. */
        public long high() {
            return table.region.getLong(at + HIGH);
        }

        /** Returns the slot that has the hash. */
        public int slot() {
            return slot;
        }
    }

    /** Makes room for a number of hashes in an empty table. */
    public void reserve(int wanted) {
        int capacity = Math.toIntExact(4L * wanted / 3 + FIRST_CAPACITY);
        if (count == 0 && capacity > entries.capacity) {
            Entries old = entries;
            entries = newEntries(capacity);
            reclaimer.retire(old.scope::close);
        }
    }

    /** Adds a hash, or gives it another slot where it is there. For the writer only. */
    public void add(long low, long high, int slot) {
        if (4L * (count + 1) > 3L * entries.capacity) {
            grow();
        }
        count += place(entries, low, high, slot + 1) ? 1 : 0;
    }

    /** Returns whether the hash was not there. */
    private static boolean place(Entries table, long low, long high, int value) {
        long at = table.start(low);
        boolean known = false;
        while (!known && table.region.getInt(at + SLOT) != 0) {
            known = table.region.getLong(at + LOW) == low && table.region.getLong(at + HIGH) == high;
            at = known ? at : table.next(at);
        }
        if (!known) {
            table.region.putLong(at + LOW, low);
            table.region.putLong(at + HIGH, high);
        }
        table.region.publishIntRelease(at + SLOT, value);
        return !known;
    }

    private void grow() {
        Entries old = entries;
        Entries grown = newEntries(Math.addExact(old.capacity, old.capacity >>> 2));
        for (long at = 0; at < (long) old.capacity * ENTRY_LENGTH; at += ENTRY_LENGTH) {
            int value = old.region.getInt(at + SLOT);
            if (value != 0) {
                place(grown, old.region.getLong(at + LOW), old.region.getLong(at + HIGH), value);
            }
        }
        entries = grown;
        reclaimer.retire(old.scope::close);
    }

    /** Returns the number of hashes. */
    public int count() {
        return count;
    }

    /** Frees the memory; only when no reader is left. */
    @Override
    public void close() {
        entries.scope.close();
    }
}
