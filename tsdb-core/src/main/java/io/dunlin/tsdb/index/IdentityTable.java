package io.dunlin.tsdb.index;

import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.memory.Region;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Finds a series of one table by the 128-bit hash of its encoded labels, without the labels. The entries stand in the order
 * in which they were added, and a hash index of four bytes a place, at most three quarters full, leads to them: less than
 * 27 bytes an entry altogether. A sender writes its series in the same order each time, so behind a series that was found
 * the next entry is tried first: the entries are then read from one end to the other, and the index not at all.
 * <pre>
 *   entry    0          8          16     20      place of the index    32              bits              0
 *            | low half | high half | slot |                            | part of the low half | entry + 1 |
 * </pre>
 * An entry is never removed; the table goes with its owner. Its slot is all that changes, where a series comes back whose
 * slot has been given up. Places, and the count, are written behind the entry they lead to. The index grows by a quarter,
 * which keeps the load high for little copying.
 */
public final class IdentityTable implements AutoCloseable {
    /** What {@link #find} returns for a hash that is not there. */
    public static final int ABSENT = -1;

    private static final int LOW = 0;
    private static final int HIGH = LOW + Long.BYTES;
    private static final int SLOT = HIGH + Long.BYTES;
    private static final int ENTRY_LENGTH = SLOT + Integer.BYTES;
    private static final int FIRST_CAPACITY = 64;

    /** So many searches of the index in one batch say that more will follow: the hashes are new, or come in another order. */
    private static final int FEW_SEARCHES = 3;

    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(IdentityTable.class, "count", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The hash index with its memory; immutable but for the places. {@code bits} is the width of an entry's number. */
    private record Index(MemoryScope scope, Region region, int capacity, int bits) {
        long start(long low) {
            return ((low >>> Integer.SIZE) * capacity >>> Integer.SIZE) * Integer.BYTES;
        }

        long next(long at) {
            long next = at + Integer.BYTES;
            return next == (long) capacity * Integer.BYTES ? 0 : next;
        }

        /** Returns whether a place may lead to an entry with this low half. */
        boolean mayBe(int place, long low) {
            return (place ^ (int) low << bits) >>> bits == 0;
        }

        int entry(int place) {
            return (place & (1 << bits) - 1) - 1;
        }

        void add(long low, int entry) {
            long at = start(low);
            while (region.getInt(at) != 0) {
                at = next(at);
            }
            lead(at, low, entry);
        }

        /** Lets a free place lead to an entry. */
        void lead(long at, long low, int entry) {
            region.publishIntRelease(at, (int) low << bits | entry + 1);
        }
    }

    private final OffHeap offHeap;
    private final Reclaimer reclaimer;
    private final MemoryScope scope;
    private final SlotArray entries;
    private volatile Index index;
    private int count;

    /** Makes an empty table. */
    public IdentityTable(OffHeap offHeap, Reclaimer reclaimer) {
        this.offHeap = offHeap;
        this.reclaimer = reclaimer;
        this.scope = offHeap.openScope("identities");
        this.entries = new SlotArray(scope, MemoryTag.HEAD_HASH, ENTRY_LENGTH);
        this.index = newIndex(FIRST_CAPACITY);
    }

    private Index newIndex(int capacity) {
        MemoryScope memory = offHeap.openScope("index of identities");
        return new Index(
                memory,
                memory.allocate(MemoryTag.HEAD_HASH, (long) capacity * Integer.BYTES),
                capacity,
                Integer.SIZE - Integer.numberOfLeadingZeros(capacity));
    }

    /** Returns the slot of a hash, or {@link #ABSENT}. */
    public int find(long low, long high) {
        int entry = entry(index, low, high);
        return entry == ABSENT ? ABSENT : slot(entry);
    }

    /** Returns the number of the entry with a hash, or {@link #ABSENT}. */
    private int entry(Index places, long low, long high) {
        long at = places.start(low);
        while (true) {
            int place = places.region.getIntAcquire(at);
            if (place == 0) {
                return ABSENT;
            }
            if (places.mayBe(place, low) && has(places.entry(place), low, high)) {
                return places.entry(place);
            }
            at = places.next(at);
        }
    }

    private boolean has(int entry, long low, long high) {
        Region region = entries.region();
        long at = entries.address(entry);
        return region.getLong(at + LOW) == low && region.getLong(at + HIGH) == high;
    }

    private int slot(int entry) {
        return entries.region().getIntAcquire(entries.address(entry) + SLOT);
    }

    /** For any thread: what the entries below hold is seen. */
    private int publishedCount() {
        return (int) COUNT.getAcquire(this);
    }

    /**
     * Searches for a batch of hashes, best in the order in which they were added.
     *
     * @param lows the low halves
     * @param highs the high halves
     * @param wanted the places in these of the hashes to search for
     * @param number how many places there are
     * @param slots receives, in the order of {@code wanted}, the slot of each or {@link #ABSENT}
     */
    public void find(long[] lows, long[] highs, int[] wanted, int number, int[] slots) {
        Index places = index;
        int end = publishedCount();
        int next = end;
        int searched = 0;
        for (int i = 0; i < number; i++) {
            long low = lows[wanted[i]];
            long high = highs[wanted[i]];
            int entry;
            if (next < end && has(next, low, high)) {
                entry = next;
            } else {
                searched++;
                if (searched == FEW_SEARCHES && !isAnyTaken(places, lows, wanted, i, number)) {
                    Arrays.fill(slots, i, number, ABSENT);
                    return;
                }
                entry = entry(places, low, high);
            }
            slots[i] = entry == ABSENT ? ABSENT : slot(entry);
            next = entry == ABSENT ? end : entry + 1;
        }
    }

    /** Reads the first places of some hashes, one after the other without waiting for any; whether one is taken. */
    private static boolean isAnyTaken(Index places, long[] lows, int[] wanted, int from, int to) {
        int taken = 0;
        for (int i = from; i < to; i++) {
            taken |= places.region.getIntAcquire(places.start(lows[wanted[i]]));
        }
        return taken != 0;
    }

    /**
     * Returns whether one of some hashes is there; all first places are read before any is looked at. For the writer only.
     *
     * @param from the first place of the hashes in the arrays
     * @param to the place behind the last
     */
    public boolean hasAny(long[] lows, long[] highs, int from, int to) {
        Index places = index;
        int taken = 0;
        for (int i = from; i < to; i++) {
            taken |= places.region.getInt(places.start(lows[i]));
        }
        for (int i = from; i < to && taken != 0; i++) {
            if (entry(places, lows[i], highs[i]) != ABSENT) {
                return true;
            }
        }
        return false;
    }

    /** Returns what walks the hashes in the order in which they were added, beside the writer: none added meanwhile. */
    public Cursor cursor() {
        return new Cursor(publishedCount());
    }

    /** Walks hashes. One thread. */
    public final class Cursor {
        private final int end;
        private int entry = -1;

        private Cursor(int end) {
            this.end = end;
        }

        /** Moves to the next hash; false where there is none. */
        public boolean next() {
            entry++;
            return entry < end;
        }

        /** Returns the low half of the hash. */
        public long low() {
            return entries.region().getLong(entries.address(entry) + LOW);
        }

        /** Returns the high half. */
        public long high() {
            return entries.region().getLong(entries.address(entry) + HIGH);
        }

        /** Returns the slot that has the hash. */
        public int slot() {
            return IdentityTable.this.slot(entry);
        }
    }

    /** Makes room for a number of hashes in an empty table. */
    public void reserve(int wanted) {
        int capacity = Math.toIntExact(4L * wanted / 3 + FIRST_CAPACITY);
        if (count == 0 && capacity > index.capacity) {
            Index old = index;
            index = newIndex(capacity);
            reclaimer.retire(old.scope::close);
        }
    }

    /** Adds a hash, or gives it another slot where it is there. For the writer only. */
    public void add(long low, long high, int slot) {
        if (4L * (count + 1) > 3L * index.capacity) {
            grow();
        }
        Index places = index;
        long at = places.start(low);
        int place = places.region.getInt(at);
        while (place != 0) {
            if (places.mayBe(place, low) && has(places.entry(place), low, high)) {
                entries.region().publishIntRelease(entries.address(places.entry(place)) + SLOT, slot);
                return;
            }
            at = places.next(at);
            place = places.region.getInt(at);
        }
        entries.ensure(count);
        Region region = entries.region();
        long entry = entries.address(count);
        region.putLong(entry + LOW, low);
        region.putLong(entry + HIGH, high);
        region.putInt(entry + SLOT, slot);
        places.lead(at, low, count);
        COUNT.setRelease(this, count + 1);
    }

    private void grow() {
        Index old = index;
        Index grown = newIndex(Math.addExact(old.capacity, old.capacity >>> 2));
        for (int entry = 0; entry < count; entry++) {
            grown.add(entries.region().getLong(entries.address(entry) + LOW), entry);
        }
        index = grown;
        reclaimer.retire(old.scope::close);
    }

    /** Returns the number of hashes. */
    public int count() {
        return publishedCount();
    }

    /** Frees the memory; only when no reader is left. */
    @Override
    public void close() {
        index.scope.close();
        scope.close();
    }
}
