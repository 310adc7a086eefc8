package io.dunlin.tsdb.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.agrona.BufferUtil;

/**
 * The one owner of a set of allocations that live and die together: a cohort, a table, an open block. Who opens a scope
 * closes it. Its memory is freed once, here and nowhere else, when the scope is closed and the last {@link Lease} has
 * ended; its regions then throw on every access.
 *
 * <p>Thread-safe, except that an {@link Arena} has one allocating thread at a time.
 */
public final class MemoryScope implements AutoCloseable {
    /** What freed memory is filled with where {@link OffHeap#poisoning} asks for it. */
    public static final byte POISON = (byte) 0xDB;

    private final OffHeap offHeap;
    private final String name;

    /** All below are guarded by this. */
    private final List<Allocation> allocations = new ArrayList<>();

    private final List<Buffer> buffers = new ArrayList<>();
    private final List<Region> regions = new ArrayList<>();
    private final List<MappedWindows> mappings = new ArrayList<>();
    private int leases;
    private boolean closed;

    private record Allocation(MemoryTag tag, long address, long length) {}

    private record Buffer(MemoryTag tag, ByteBuffer bytes) {}

    MemoryScope(OffHeap offHeap, String name) {
        this.offHeap = offHeap;
        this.name = name;
    }

    /**
     * Allocates zeroed memory, aligned to 16 bytes.
     *
     * @throws MemoryLimitException when it would pass the limit
     */
    public synchronized Region allocate(MemoryTag tag, long length) {
        Region region = allocateUnset(tag, length);
        region.fill(0, length, (byte) 0);
        return region;
    }

    /**
     * Allocates a zeroed direct buffer, which channels read and write without a copy. It must not be touched after the
     * scope is closed: unlike a region, it cannot be made to throw.
     */
    public synchronized ByteBuffer allocateBuffer(MemoryTag tag, int length) {
        requireOpen();
        offHeap.reserve(tag, length);
        ByteBuffer buffer = null;
        try {
            buffer = ByteBuffer.allocateDirect(length);
        } finally {
            if (buffer == null) {
                offHeap.release(tag, length);
            }
        }
        buffers.add(new Buffer(tag, buffer));
        return buffer;
    }

    /** Returns an empty append-only allocator. */
    public synchronized Arena arena(MemoryTag tag) {
        return new Arena(this, tag, growing());
    }

    /**
     * Returns a region without segments, for pieces of memory of other scopes ({@link Region#addSegment(Region, long)}):
     * it is valid as long as this scope, and each piece must be as long as it is shown.
     */
    public synchronized Region growing() {
        requireOpen();
        Region region = Region.growing(this);
        regions.add(region);
        return region;
    }

    /** Allocates memory that is not zeroed, aligned to 16 bytes. */
    public synchronized Region allocateUnset(MemoryTag tag, long length) {
        Region region = Region.ofNative(this, allocateBlock(tag, length), length);
        regions.add(region);
        return region;
    }

    /**
     * Maps the first {@code length} bytes of a file for reading. Addresses are file offsets. The channel may be closed
     * afterwards; {@code fileName} is for messages.
     */
    public Region map(String fileName, FileChannel channel, long length) throws IOException {
        return map(fileName, channel, 0, length);
    }

    /** Maps {@code length} bytes of a file from {@code position} on for reading; addresses begin at 0. */
    public synchronized Region map(String fileName, FileChannel channel, long position, long length)
            throws IOException {
        requireOpen();
        MappedWindows windows = MappedWindows.map(fileName, channel, position, length);
        offHeap.reserve(MemoryTag.MAPPED_FILE, length);
        mappings.add(windows);
        Region region = windows.region();
        regions.add(region);
        return region;
    }

    /** Allocates memory that is not zeroed, for {@link Arena}. */
    synchronized long allocateBlock(MemoryTag tag, long length) {
        requireOpen();
        if (length < 0) {
            throw new IllegalArgumentException("length must not be negative: length=" + length);
        }
        offHeap.reserve(tag, length);
        long address = 0;
        try {
            address = RawMemory.allocate(Math.max(1, length));
        } finally {
            if (address == 0) {
                offHeap.release(tag, length);
            }
        }
        allocations.add(new Allocation(tag, address, length));
        return address;
    }

    /** Returns a lease, or null when the scope is closed: the caller then looks for what has taken its place. */
    public synchronized Lease tryLease() {
        if (closed) {
            return null;
        }
        leases++;
        return new Lease(this);
    }

    /**
     * Returns a lease.
     *
     * @throws IllegalStateException when the scope is closed
     */
    public Lease lease() {
        Lease lease = tryLease();
        if (lease == null) {
            throw new IllegalStateException("memory scope is closed: name=" + name);
        }
        return lease;
    }

    synchronized void release() {
        leases--;
        freeIfUnused();
    }

    /** Gives up the owner's right; the memory is freed when the last lease ends. Idempotent. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            freeIfUnused();
        }
    }

    private void freeIfUnused() {
        if (!closed || leases > 0) {
            return;
        }
        regions.forEach(Region::invalidate);
        regions.clear();
        for (Allocation allocation : allocations) {
            if (offHeap.poisons()) {
                RawMemory.fill(null, allocation.address, allocation.length, POISON);
            }
            RawMemory.free(allocation.address);
            offHeap.release(allocation.tag, allocation.length);
        }
        allocations.clear();
        for (Buffer buffer : buffers) {
            BufferUtil.free(buffer.bytes);
            offHeap.release(buffer.tag, buffer.bytes.capacity());
        }
        buffers.clear();
        for (MappedWindows windows : mappings) {
            windows.unmap();
            offHeap.release(MemoryTag.MAPPED_FILE, windows.length());
        }
        mappings.clear();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("memory scope is closed: name=" + name);
        }
    }

    @Override
    public String toString() {
        return "MemoryScope{" + name + "}";
    }
}
