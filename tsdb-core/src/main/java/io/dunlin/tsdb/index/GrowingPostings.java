package io.dunlin.tsdb.index;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.memory.SizeClassAllocator;
import java.util.Arrays;
import org.roaringbitmap.RoaringBitmap;

/**
 * A large set of slots that grows at its end: immutable bitmaps, and an off-heap tail of the newest slots whose length is
 * published. When the tail is full it becomes a bitmap, and bitmaps of like size are merged, so that an append costs
 * O(log n) copying at most and a set is a dozen bitmaps. Readers take bitmaps ∪ tail and never touch a bitmap that
 * changes. One writer; slots come in rising order.
 *
 * <pre>
 * tail   0        4
 *        | length | slot … |
 * </pre>
 */
final class GrowingPostings {
    private static final int LENGTH = 0;
    private static final int SLOTS = LENGTH + Integer.BYTES;
    private static final int TAIL_LENGTH = 256;
    private static final int TAIL_CAPACITY = (TAIL_LENGTH - SLOTS) / Integer.BYTES;

    private final Region region;
    private final long tail;

    /** From the oldest and largest to the newest; the array is replaced, never changed. */
    private volatile RoaringBitmap[] sealed = {};

    GrowingPostings(SizeClassAllocator blocks) {
        this.region = blocks.region();
        this.tail = blocks.allocate(TAIL_LENGTH);
    }

    /** Adds a slot greater than all before. */
    void add(int slot) {
        int length = region.getInt(tail + LENGTH);
        if (length == TAIL_CAPACITY) {
            seal();
            length = 0;
        }
        region.putInt(tail + SLOTS + (long) length * Integer.BYTES, slot);
        region.publishIntRelease(tail + LENGTH, length + 1);
    }

    private void seal() {
        int[] slots = tailSlots();
        RoaringBitmap newest = RoaringBitmap.bitmapOf(slots);
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
        region.publishIntRelease(tail + LENGTH, 0);
    }

    /**
     * Returns all slots published so far; the result is the caller's. The tail is read before the bitmaps: a seal between
     * the two then shows its slots twice and never hides them.
     */
    RoaringBitmap read() {
        int[] newest = tailSlots();
        Region.loadFence();
        RoaringBitmap result = new RoaringBitmap();
        for (RoaringBitmap part : sealed) {
            result.or(part);
        }
        for (int slot : newest) {
            result.add(slot);
        }
        return result;
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
