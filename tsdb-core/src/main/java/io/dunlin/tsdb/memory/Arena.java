package io.dunlin.tsdb.memory;

/**
 * An append-only allocator: pieces are laid one behind another in segments that double from 4 KiB to 4 MiB, and are freed
 * only with the whole {@link MemoryScope}. One thread allocates at a time; others read pieces whose addresses were
 * published to them.
 */
public final class Arena {
    private static final long FIRST_SEGMENT_LENGTH = 4L << 10;
    private static final long LAST_SEGMENT_LENGTH = 4L << 20;
    private static final int ALIGNMENT = 8;

    private final MemoryScope scope;
    private final MemoryTag tag;
    private final Region region;
    private long next;
    private long end;
    private long segmentLength = FIRST_SEGMENT_LENGTH;
    private long used;
    private long capacity;

    Arena(MemoryScope scope, MemoryTag tag, Region region) {
        this.scope = scope;
        this.tag = tag;
        this.region = region;
    }

    /** Returns the window in which the addresses of this arena lie. */
    public Region region() {
        return region;
    }

    /**
     * Allocates zeroed bytes, contiguous and aligned to 8.
     *
     * @return the address within {@link #region()}; never negative
     * @throws MemoryLimitException when it would pass the limit
     */
    public long allocate(long length) {
        return allocate(length, ALIGNMENT);
    }

    /**
     * Allocates bytes without padding, for strings and other bytes that are read one by one. What is in them before they are
     * written has no meaning.
     */
    public long allocateUnaligned(long length) {
        return place(length, 1);
    }

    /** Allocates bytes aligned to 8. What is in them before they are written has no meaning. */
    public long allocateUnset(long length) {
        return place(length, ALIGNMENT);
    }

    private long allocate(long length, int alignment) {
        long address = place(length, alignment);
        region.zero(address, length);
        return address;
    }

    private long place(long length, int alignment) {
        long address = (next + alignment - 1) & -alignment;
        if (length > end - address) {
            address = addSegment(length);
        }
        next = address + length;
        used += length;
        return address;
    }

    private long addSegment(long wanted) {
        long length = Math.max(wanted, segmentLength);
        if (length > Region.MAX_SEGMENT_LENGTH) {
            throw new IllegalArgumentException(
                    "piece is longer than a segment: length=" + wanted + ", limit=" + Region.MAX_SEGMENT_LENGTH);
        }
        long start = scope.allocateBlock(tag, length);
        long address = region.addSegment(start, length);
        end = address + length;
        capacity += length;
        segmentLength = Math.min(LAST_SEGMENT_LENGTH, 2 * segmentLength);
        return address;
    }

    /** Returns the bytes handed out. */
    public long usedBytes() {
        return used;
    }

    /** Returns the bytes taken from the system. */
    public long capacityBytes() {
        return capacity;
    }
}
