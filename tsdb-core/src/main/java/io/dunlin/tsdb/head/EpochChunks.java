package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.PackedAddress;
import io.dunlin.tsdb.memory.Arena;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.memory.Region;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The sealed chunks of one epoch, appended once and never changed; freed together when the epoch's block is published. An
 * address names the epoch in its upper 32 bits and the place in its lower, so a chain of chunks can be followed through
 * epochs and ends where the next one is gone. The writer appends; a chunk whose address was published can be read.
 */
final class EpochChunks implements AutoCloseable {
    /** No chunk. */
    static final long NONE = 0;

    private static final int ALIGNMENT_SHIFT = 3;
    private static final int MAX_DATA_LENGTH = 0xffff;

    private final int epoch;
    private final MemoryScope scope;
    private final Arena arena;

    /** The epoch that was begun after this one, so that a reader of an older snapshot finds its chunks. */
    private volatile EpochChunks begunNext;

    private final AtomicInteger chunks = new AtomicInteger();
    private long minTime = Long.MAX_VALUE;
    private long maxTime = Long.MIN_VALUE;

    EpochChunks(OffHeap offHeap, int epoch) {
        this.epoch = epoch;
        this.scope = offHeap.openScope("sealed chunks of epoch " + epoch);
        this.arena = scope.arena(MemoryTag.HEAD_CHUNKS);
        arena.allocate(Long.BYTES);
    }

    /** Returns which epoch an address lies in. */
    static int epochOf(long address) {
        return (int) (address >>> Integer.SIZE);
    }

    /** Returns where in {@link #region()} the chunk at an address of this epoch lies. */
    static long place(long address) {
        return PackedAddress.unpack((int) address, ALIGNMENT_SHIFT);
    }

    /** Returns the number of the epoch. */
    int epoch() {
        return epoch;
    }

    /** Returns the epoch that was begun after this one, or null. */
    EpochChunks begunNext() {
        return begunNext;
    }

    /** Says which epoch was begun after this one. */
    void begunNext(EpochChunks next) {
        begunNext = next;
    }

    /** Returns the window in which the chunks lie. */
    Region region() {
        return arena.region();
    }

    /** Notes the time of a sample, sealed or not, of this epoch. For the writer only. */
    void noteTime(long time) {
        minTime = Math.min(minTime, time);
        maxTime = Math.max(maxTime, time);
    }

    /** Returns the time of the oldest sample of the epoch, {@link Long#MAX_VALUE} where there is none. */
    long minTime() {
        return minTime;
    }

    /** Returns the time of the newest sample of the epoch, {@link Long#MIN_VALUE} where there is none. */
    long maxTime() {
        return maxTime;
    }

    /** Copies a chunk here; returns its address. */
    long append(SealedChunk chunk, Region source, long at, int length) {
        if (length > MAX_DATA_LENGTH) {
            throw new IllegalArgumentException("chunk is too long: length=" + length + ", limit=" + MAX_DATA_LENGTH);
        }
        long place = arena.allocate(SealedChunkLayout.DATA + (long) length);
        Region region = arena.region();
        region.putLong(place + SealedChunkLayout.PREVIOUS, chunk.previous());
        region.putLong(place + SealedChunkLayout.MIN_TIME, chunk.minTime());
        region.putLong(place + SealedChunkLayout.MAX_TIME, chunk.maxTime());
        region.putInt(place + SealedChunkLayout.FIRST, chunk.first());
        region.putShort(place + SealedChunkLayout.DATA_LENGTH, (short) length);
        region.putByte(place + SealedChunkLayout.ENCODING, (byte) chunk.encoding());
        source.copyTo(at, region, place + SealedChunkLayout.DATA, length);
        chunks.incrementAndGet();
        return (long) epoch << Integer.SIZE | PackedAddress.pack(place, ALIGNMENT_SHIFT) & 0xffffffffL;
    }

    /** Returns how many chunks there are; on any thread. */
    int count() {
        return chunks.get();
    }

    /** Returns the bytes held. */
    long bytes() {
        return arena.capacityBytes();
    }

    @Override
    public void close() {
        scope.close();
    }
}
