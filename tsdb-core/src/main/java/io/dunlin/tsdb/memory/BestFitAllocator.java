package io.dunlin.tsdb.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Allocates blocks of any multiple of 16 bytes from 32 bytes to 48 KiB over an {@link Arena} and takes them back. For open
 * chunks, each of which grows with its series and is then given back, in another order than they lie. A block that is
 * freed becomes one with the free ones before and behind it; the smallest free block that fits is split. So what chunks leave when they
 * grow serves the others, whatever their lengths (two-level segregated fit without a bound on the time that large blocks take: M. Masmano
 * et al., TLSF, ECRTS 2004).
 *
 * <p>A free block holds, little-endian, the next and the previous one of its list (8 bytes each), its length (4) and in its
 * last 4 bytes its length again. One bit for every 16 bytes says where free blocks begin and end; blocks in use have no header.
 *
 * <p>One thread at a time allocates and frees. A block may be handed out again at once: who reads blocks without the
 * allocating thread's lock must copy first and check afterwards that the block was still the right one.
 */
public final class BestFitAllocator {
    private static final int GRANULE_SHIFT = 4;
    private static final int GRANULE = 1 << GRANULE_SHIFT;
    private static final int SHORTEST = 2 * GRANULE;
    private static final int LONGEST = 48 << 10;

    /** Up to this length there is a list for each length. */
    private static final int LONGEST_EXACT = 1024;

    private static final int FIRST_RANGE = LONGEST_EXACT / GRANULE + 1;

    /** Longer blocks are in four lists for each power of two. */
    private static final int RANGES_SHIFT = 2;

    private static final int LISTS = FIRST_RANGE + (30 - 10 << RANGES_SHIFT);

    private static final long NONE = -1;
    private static final int PREVIOUS = Long.BYTES;
    private static final int FREE_LENGTH = 2 * Long.BYTES;

    private final Arena arena;
    private final long[] lists = new long[LISTS];

    /** Which lists have a block. */
    private final BitSet filled = new BitSet(LISTS);

    /** For each segment the granules in which a free block begins or ends. */
    private final List<BitSet> edges = new ArrayList<>();

    private long freeBytes;

    /** Makes an allocator over an arena that it shares with nobody. */
    public BestFitAllocator(Arena arena) {
        this.arena = arena;
        Arrays.fill(lists, NONE);
    }

    /** Returns the longest block there is. */
    public static int maxLength() {
        return LONGEST;
    }

    /** Returns the length of the block that {@link #allocate} gives for a length. */
    public static int blockLength(int length) {
        if (length < 0 || length > LONGEST) {
            throw new IllegalArgumentException("no such block: length=" + length + ", longest=" + LONGEST);
        }
        return Math.max(SHORTEST, length + GRANULE - 1 & -GRANULE);
    }

    /** Returns whether there are blocks of a length. */
    public static boolean isBlockLength(int length) {
        return length >= SHORTEST && length <= LONGEST && length % GRANULE == 0;
    }

    /** Returns the window in which the addresses lie. */
    public Region region() {
        return arena.region();
    }

    /** Returns the address of a zeroed block of at least {@code length} bytes, aligned to 16. */
    public long allocate(int length) {
        int wanted = blockLength(length);
        long block = find(wanted);
        if (block == NONE) {
            return arena.allocate(wanted);
        }
        int found = length(block);
        remove(block, found);
        if (found > wanted) {
            add(block + wanted, found - wanted);
        }
        region().zero(block, wanted);
        return block;
    }

    /** Returns a free block of a length, or of one that leaves a block, or none. */
    private long find(int wanted) {
        int list = listOf(wanted);
        if (list < FIRST_RANGE && filled.get(list)) {
            return lists[list];
        }
        int next = filled.nextSetBit(list < FIRST_RANGE ? listOf(wanted + SHORTEST) : list);
        while (next >= 0) {
            long block = lists[next];
            while (block != NONE && length(block) != wanted && length(block) < wanted + SHORTEST) {
                block = region().getLong(block);
            }
            if (block != NONE) {
                return block;
            }
            next = filled.nextSetBit(next + 1);
        }
        return NONE;
    }

    /**
     * Returns the address of memory, aligned to 16, in which the caller lays blocks one behind another, each of a length that
     * {@link #allocate} would give. What is in it has no meaning.
     *
     * @param length of all of them
     */
    public long allocateRun(int length) {
        return arena.allocateUnset(length);
    }

    /** Takes a block back; {@code length} is the length it was asked for with or its {@link #blockLength}. */
    public void free(long address, int length) {
        long block = address;
        int whole = blockLength(length);
        if (isEdge(block + whole) && Region.segmentOf(block + whole) == Region.segmentOf(block)) {
            int behind = length(block + whole);
            remove(block + whole, behind);
            whole += behind;
        }
        if (Region.offsetOf(block) > 0 && isEdge(block - GRANULE)) {
            int before = region().getInt(block - Integer.BYTES);
            block -= before;
            remove(block, before);
            whole += before;
        }
        add(block, whole);
    }

    private void add(long block, int length) {
        int list = listOf(length);
        Region region = region();
        long next = lists[list];
        region.putLong(block, next);
        region.putLong(block + PREVIOUS, NONE);
        region.putInt(block + FREE_LENGTH, length);
        region.putInt(block + length - Integer.BYTES, length);
        if (next != NONE) {
            region.putLong(next + PREVIOUS, block);
        }
        lists[list] = block;
        filled.set(list);
        setEdges(block, length, true);
        freeBytes += length;
    }

    private void remove(long block, int length) {
        int list = listOf(length);
        Region region = region();
        long next = region.getLong(block);
        long previous = region.getLong(block + PREVIOUS);
        if (next != NONE) {
            region.putLong(next + PREVIOUS, previous);
        }
        if (previous != NONE) {
            region.putLong(previous, next);
        } else {
            lists[list] = next;
            filled.set(list, next != NONE);
        }
        setEdges(block, length, false);
        freeBytes -= length;
    }

    private int length(long block) {
        return region().getInt(block + FREE_LENGTH);
    }

    private static int listOf(int length) {
        if (length <= LONGEST_EXACT) {
            return length >>> GRANULE_SHIFT;
        }
        int power = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(length);
        int quarter = length >>> power - RANGES_SHIFT & (1 << RANGES_SHIFT) - 1;
        return FIRST_RANGE + (power - 10 << RANGES_SHIFT) + quarter;
    }

    private boolean isEdge(long address) {
        int segment = Region.segmentOf(address);
        return segment < edges.size() && edges.get(segment).get(Region.offsetOf(address) >>> GRANULE_SHIFT);
    }

    private void setEdges(long block, int length, boolean free) {
        int segment = Region.segmentOf(block);
        while (edges.size() <= segment) {
            edges.add(new BitSet());
        }
        int first = Region.offsetOf(block) >>> GRANULE_SHIFT;
        edges.get(segment).set(first, free);
        edges.get(segment).set(first + (length >>> GRANULE_SHIFT) - 1, free);
    }

    /** Returns the bytes of free blocks. */
    public long freeBytes() {
        return freeBytes;
    }

    /** Returns the bytes of blocks in use. */
    public long usedBytes() {
        return arena.usedBytes() - freeBytes;
    }
}
