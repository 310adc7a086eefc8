package io.dunlin.tsdb.index;

import io.dunlin.tsdb.memory.Arena;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.memory.Region;
import java.util.Arrays;

/**
 * Off-heap elements of one size, numbered from 0, which never move. The first block holds 64 elements, the next ones
 * double up to 4,096, all later ones hold 4,096: a table of three series is small and one of millions wastes at most a
 * block. One thread grows; an element whose number was published to a thread can be read by it.
 */
public final class SlotArray {
    private static final int FIRST_SHIFT = 6;
    private static final int BLOCK_SHIFT = 12;
    private static final int BLOCK_LENGTH = 1 << BLOCK_SHIFT;
    private static final int BLOCK_MASK = BLOCK_LENGTH - 1;

    /** The number of blocks below {@link #BLOCK_LENGTH} elements, less the one that has reached it. */
    private static final int SMALL_BLOCKS = BLOCK_SHIFT - FIRST_SHIFT;

    private final Arena arena;
    private final Region region;
    private final int elementLength;
    private volatile long[] blocks = {};
    private int capacity;

    /** Makes an empty array of elements of {@code elementLength} bytes, a multiple of 4. */
    public SlotArray(MemoryScope scope, MemoryTag tag, int elementLength) {
        this.arena = scope.arena(tag);
        this.region = arena.region();
        this.elementLength = elementLength;
    }

    /** Returns the window in which the elements lie. */
    public Region region() {
        return region;
    }

    /** Makes room for elements up to and including {@code slot}; new ones are zero. */
    public void ensure(int slot) {
        while (slot >= capacity) {
            int length = capacity == 0 ? 1 << FIRST_SHIFT : Math.min(capacity, BLOCK_LENGTH);
            long[] grown = Arrays.copyOf(blocks, blocks.length + 1);
            grown[blocks.length] = arena.allocate((long) length * elementLength);
            blocks = grown;
            capacity += length;
        }
    }

    /** Returns the address of an element within {@link #region()}. */
    public long address(int slot) {
        if (slot >= BLOCK_LENGTH) {
            return blocks[SMALL_BLOCKS + (slot >>> BLOCK_SHIFT)] + (long) (slot & BLOCK_MASK) * elementLength;
        }
        int block = Integer.SIZE - Integer.numberOfLeadingZeros(slot >>> FIRST_SHIFT);
        int first = block == 0 ? 0 : 1 << (FIRST_SHIFT + block - 1);
        return blocks[block] + (long) (slot - first) * elementLength;
    }
}
