package io.dunlin.tsdb.index;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.memory.SizeClassAllocator;
import java.util.Arrays;
import org.roaringbitmap.RoaringBitmap;

/**
 * A large set of slots that grows at its end: immutable bitmaps, an off-heap tail of the newest slots whose length is
 * published, and the run of consecutive slots that ends with the newest, which takes no room however long it is: series
 * come target by target, so most labels are runs. When the tail is full it becomes a bitmap, and bitmaps of like size are
 * merged, so that an append costs O(log n) copying at most and a set is a dozen bitmaps. Readers take run ∪ tail ∪ bitmaps
 * and never touch a bitmap that changes. One writer; slots come in rising order.
 *
 * <pre>
 * tail   0       8        12
 *        | run   | length | slot … |
 * run    := first slot in the upper 32 bits, the slot behind the last in the lower; 0 for none
 * </pre>
 */
final class GrowingPostings {
    private static final int RUN = 0;
    private static final int LENGTH = RUN + Long.BYTES;
    private static final int SLOTS = LENGTH + Integer.BYTES;
    private static final int TAIL_LENGTH = 256;
    private static final long UNKNOWN = -1;
    private static final int TAIL_CAPACITY = (TAIL_LENGTH - SLOTS) / Integer.BYTES;

    private final Region region;
    private final long tail;

    /** From the oldest and largest to the newest; the array is replaced, never changed. */
    private volatile RoaringBitmap[] sealed = {};

    /** How many slots the bitmaps have, {@link #UNKNOWN} until somebody asks. Not part of what is published. */
    private long sealedCount;

    GrowingPostings(SizeClassAllocator blocks) {
        this.region = blocks.region();
        this.tail = blocks.allocate(TAIL_LENGTH);
    }

    /** Adds a slot greater than all before. */
    void add(int slot) {
        add(slot, slot + 1);
    }

    /** Adds slots greater than all before. */
    void add(int first, int end) {
        long run = region.getLong(tail + RUN);
        int from = first;
        if (first == end(run)) {
            from = first(run);
        } else {
            moveRun(first(run), end(run));
        }
        region.publishLongRelease(tail + RUN, run(from, end));
    }

    /** Gives an empty set slots, in a bitmap that does not change any more. */
    void restore(RoaringBitmap slots) {
        sealed = new RoaringBitmap[] {slots};
        sealedCount = UNKNOWN;
    }

    private static long run(int first, int end) {
        return (long) first << Integer.SIZE | end;
    }

    private static int first(long run) {
        return (int) (run >>> Integer.SIZE);
    }

    private static int end(long run) {
        return (int) run;
    }

    /** Puts the run's slots where they stay: a long run is a bitmap of its own. */
    private void moveRun(int first, int end) {
        if (end - first > TAIL_CAPACITY) {
            sealTail();
            seal(RoaringBitmap.bitmapOfRange(first, end));
            return;
        }
        for (int slot = first; slot < end; slot++) {
            int length = region.getInt(tail + LENGTH);
            if (length == TAIL_CAPACITY) {
                sealTail();
                length = 0;
            }
            region.putInt(tail + SLOTS + (long) length * Integer.BYTES, slot);
            region.publishIntRelease(tail + LENGTH, length + 1);
        }
    }

    private void sealTail() {
        int[] slots = tailSlots();
        if (slots.length > 0) {
            seal(RoaringBitmap.bitmapOf(slots));
            // A reader that has the old length reads the tail before the bitmaps: where it sees a slot that overwrites
            // one of these, it must see the bitmap that has them. Without this ARM may let the next slot overtake the
            // bitmap.
            Region.storeFence();
            region.publishIntRelease(tail + LENGTH, 0);
        }
    }

    private void seal(RoaringBitmap slots) {
        RoaringBitmap newest = slots;
        RoaringBitmap[] parts = sealed;
        int kept = parts.length;
        while (kept > 0 && newest.getLongCardinality() >= parts[kept - 1].getLongCardinality() / 2) {
            newest = RoaringBitmap.or(parts[kept - 1], newest);
            kept--;
        }
        newest.runOptimize();
        RoaringBitmap[] next = Arrays.copyOf(parts, kept + 1);
        next[kept] = newest;
        sealed = next;
        sealedCount = UNKNOWN;
    }

    /**
     * Returns all slots published so far; the result is the caller's. The run is read before the tail and that before the
     * bitmaps, which is the way a slot goes: one that moves meanwhile is seen twice and never missed.
     */
    RoaringBitmap read() {
        long run = region.getLongAcquire(tail + RUN);
        int[] newest = tailSlots();
        Region.loadFence();
        RoaringBitmap result = new RoaringBitmap();
        for (RoaringBitmap part : sealed) {
            result.or(part);
        }
        for (int slot : newest) {
            result.add(slot);
        }
        result.add((long) first(run), end(run));
        return result;
    }

    /** Returns those of some slots that are published, as {@link #read()}, and reads only what lies near them. */
    RoaringBitmap among(RoaringBitmap slots) {
        long run = region.getLongAcquire(tail + RUN);
        int[] newest = tailSlots();
        Region.loadFence();
        RoaringBitmap result = slots.selectRange(first(run), end(run));
        for (RoaringBitmap part : sealed) {
            RoaringBitmap common = RoaringBitmap.and(part, slots);
            if (result.isEmpty()) {
                result = common;
            } else {
                result.or(common);
            }
        }
        for (int slot : newest) {
            if (slots.contains(slot)) {
                result.add(slot);
            }
        }
        return result;
    }

    /** Returns about how many slots there are. */
    long count() {
        long count = sealedCount;
        if (count == UNKNOWN) {
            count = 0;
            for (RoaringBitmap part : sealed) {
                count += part.getLongCardinality();
            }
            sealedCount = count;
        }
        long run = region.getLong(tail + RUN);
        return count + region.getInt(tail + LENGTH) + end(run) - first(run);
    }

    private int[] tailSlots() {
        int length = region.getIntAcquire(tail + LENGTH);
        int[] slots = new int[length];
        for (int i = 0; i < length; i++) {
            slots[i] = region.getInt(tail + SLOTS + (long) i * Integer.BYTES);
        }
        return slots;
    }
}
