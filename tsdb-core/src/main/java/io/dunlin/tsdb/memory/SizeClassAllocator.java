package io.dunlin.tsdb.memory;

import java.util.Arrays;

/**
 * Allocates blocks of a few fixed sizes from 32 bytes to 48 KiB over an {@link Arena}, and takes them back into one free
 * list a size. For lists of postings, which grow from class to class. A freed block's first 8 bytes hold the address of the
 * next free one, so a free list costs no memory.
 *
 * <p>Sizes alternate between two series, each of which doubles. A block that is freed next to the one freed last in its
 * class makes one of twice the size with it, and where a class has none, a larger block is halved. Blocks freed in any other
 * order than they lie stay as they are.
 *
 * <p>One thread at a time allocates and frees. A block may be handed out again at once: who reads blocks without the
 * allocating thread's lock must copy first and check afterwards that the block was still the right one.
 */
public final class SizeClassAllocator {
    private static final int[] CLASSES = {
        32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096, 6144, 8192, 12288, 16384, 24576,
        32768, 49152
    };
    private static final long NONE = -1;

    /** How many classes behind a class the one of twice its size is. */
    private static final int DOUBLE = 2;

    /** The class of every length in steps of 16 bytes. */
    private static final byte[] CLASS_OF_STEP = classOfStep();

    private final Arena arena;
    private final long[] free = new long[CLASSES.length];
    private long freeBytes;

    /** Makes an allocator over an arena that it shares with nobody. */
    public SizeClassAllocator(Arena arena) {
        this.arena = arena;
        Arrays.fill(free, NONE);
    }

    private static byte[] classOfStep() {
        byte[] steps = new byte[maxLength() / 16 + 1];
        int index = 0;
        for (int step = 0; step < steps.length; step++) {
            if (step * 16 > CLASSES[index]) {
                index++;
            }
            steps[step] = (byte) index;
        }
        return steps;
    }

    /** Returns the longest block there is. */
    public static int maxLength() {
        return CLASSES[CLASSES.length - 1];
    }

    /** Returns the length of the block that {@link #allocate} gives for a length. */
    public static int blockLength(int length) {
        return CLASSES[classOf(length)];
    }

    private static int classOf(int length) {
        if (length < 0 || length > maxLength()) {
            throw new IllegalArgumentException("no size class: length=" + length + ", longest=" + maxLength());
        }
        return CLASS_OF_STEP[(length + 15) >>> 4];
    }

    /** Returns the window in which the addresses lie. */
    public Region region() {
        return arena.region();
    }

    /** Returns the address of a zeroed block of at least {@code length} bytes, aligned to 8. */
    public long allocate(int length) {
        int index = classOf(length);
        int source = index;
        while (source < CLASSES.length && free[source] == NONE) {
            source += DOUBLE;
        }
        if (source >= CLASSES.length) {
            return arena.allocate(CLASSES[index]);
        }
        long address = pop(source);
        for (int half = source - DOUBLE; half >= index; half -= DOUBLE) {
            push(address + CLASSES[half], half);
        }
        freeBytes -= CLASSES[index];
        region().zero(address, CLASSES[index]);
        return address;
    }

    /** Takes a block back; {@code length} is the length it was asked for with or its {@link #blockLength}. */
    public void free(long address, int length) {
        int index = classOf(length);
        freeBytes += CLASSES[index];
        long block = address;
        while (index + DOUBLE < CLASSES.length && isBesideLast(block, index)) {
            block = Math.min(block, pop(index));
            index += DOUBLE;
        }
        push(block, index);
    }

    /** Blocks of different segments are never beside one another: segments are far shorter than addresses leave room for. */
    private boolean isBesideLast(long block, int index) {
        return free[index] != NONE && Math.abs(free[index] - block) == CLASSES[index];
    }

    private void push(long block, int index) {
        region().putLong(block, free[index]);
        free[index] = block;
    }

    private long pop(int index) {
        long block = free[index];
        free[index] = region().getLong(block);
        return block;
    }

    /** Returns the bytes in free lists. */
    public long freeBytes() {
        return freeBytes;
    }

    /** Returns the bytes of blocks in use. */
    public long usedBytes() {
        return arena.usedBytes() - freeBytes;
    }
}
