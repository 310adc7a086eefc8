package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.PackedAddress;
import io.dunlin.tsdb.index.Reclaimer;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.memory.Region;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
    private final long epochLength;
    private final ChunkSegments segments;

    /** Where the chunks go when there are many, or null where they stay in memory. */
    private final ChunkFile file;

    /** The epoch that was begun after this one, so that a reader of an older snapshot finds its chunks. */
    private volatile EpochChunks begunNext;

    /** What an earlier run left damaged; mostly nothing. */
    private List<ChunkCheck.Gap> gaps = List.of();

    private final AtomicInteger chunks = new AtomicInteger();
    private long minTime = Long.MAX_VALUE;
    private long maxTime = Long.MIN_VALUE;

    EpochChunks(OffHeap offHeap, Reclaimer reclaimer, int epoch, long epochLength, ChunkFile file) {
        this.epoch = epoch;
        this.epochLength = epochLength;
        this.segments = new ChunkSegments(offHeap, reclaimer, "sealed chunks of epoch " + epoch);
        this.file = file;
    }

    /** What the file of an epoch must hold for a checkpoint, and what the checkpoint says of the epoch. */
    record Mark(EpochChunks epoch, long used, long minTime, long maxTime, int chunks) {}

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
        return segments.region();
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

    /**
     * Copies a chunk here; returns its address.
     *
     * @param source where it is, {@code length} bytes at {@code at}
     * @param starts where its start timestamps are there, as {@link StartsTail} lays them out
     * @param startsLength their length, 0 for none
     */
    long append(SealedChunk chunk, Region source, long at, int length, long starts, int startsLength) {
        int dataLength = length + startsLength;
        if (dataLength > MAX_DATA_LENGTH) {
            throw new IllegalArgumentException(
                    "chunk is too long: length=" + dataLength + ", limit=" + MAX_DATA_LENGTH);
        }
        if (segments.end() == 0) {
            segments.allocate(ChunkFileLayout.HEADER_LENGTH);
            ChunkFileLayout.writeHeader(segments.region(), epoch, epochLength);
        }
        int whole = SealedChunkLayout.wholeLength(dataLength);
        long place = segments.allocate(whole);
        Region region = segments.region();
        region.putLong(place + whole - Long.BYTES, 0);
        region.putInt(place + SealedChunkLayout.FIRST, chunk.first());
        region.putLong(place + SealedChunkLayout.PREVIOUS, chunk.previous());
        region.putLong(place + SealedChunkLayout.MIN_TIME, chunk.minTime());
        region.putLong(place + SealedChunkLayout.MAX_TIME, chunk.maxTime());
        region.putShort(place + SealedChunkLayout.DATA_LENGTH, (short) dataLength);
        region.putByte(place + SealedChunkLayout.ENCODING, (byte) chunk.encoding());
        region.putByte(place + SealedChunkLayout.STARTS, (byte) (startsLength > 0 ? 1 : 0));
        source.copyTo(at, region, place + SealedChunkLayout.DATA, length);
        source.copyTo(starts, region, place + SealedChunkLayout.DATA + length, startsLength);
        SealedChunkLayout.writeCrc(region, place, whole);
        chunks.incrementAndGet();
        return (long) epoch << Integer.SIZE | PackedAddress.pack(place, ALIGNMENT_SHIFT) & 0xffffffffL;
    }

    /** Returns whether the chunk at an address of this epoch was damaged on the disk. */
    boolean isDamaged(long address) {
        if (gaps.isEmpty()) {
            return false;
        }
        long position = ChunkFileLayout.position(place(address));
        return gaps.stream().anyMatch(gap -> gap.from() <= position && position < gap.to());
    }

    /** Returns how many chunks there are; on any thread. */
    int count() {
        return chunks.get();
    }

    /** Returns how long the file is when all is in it, 0 where there is nothing. For the writer only. */
    long end() {
        return segments.end();
    }

    /** Returns what a checkpoint made now needs. For the writer only. */
    Mark mark() {
        return new Mark(this, segments.end(), minTime, maxTime, chunks.get());
    }

    /** Returns the file, or null where all is kept in memory. */
    ChunkFile file() {
        return file;
    }

    /** Returns whether there are full segments that are not in the file yet. */
    boolean canSpill() {
        return file != null && segments.full() > segments.mapped();
    }

    /**
     * Writes the full segments to the file. On any thread that keeps this from being freed.
     *
     * @return the segments as the file shows them, for {@link #show}
     */
    List<Region> spill() throws IOException {
        int from = segments.mapped();
        int to = segments.full();
        file.flush(segments.region(), (long) to * ChunkFileLayout.SEGMENT_LENGTH);
        return file.map(from, to, segments.scope());
    }

    /** Reads the next segments from the file from now on. For the writer only. */
    void show(List<Region> windows) {
        segments.show(windows);
    }

    /** Makes durable what a mark says. On any thread that keeps this from being freed. */
    void flush(Mark mark) throws IOException {
        file.flush(segments.region(), mark.used());
    }

    /**
     * Shows what an earlier run left in the file, after checking it. Before there are readers.
     *
     * @param used the length of the file as the checkpoint says
     * @param count the number of chunks
     * @return what is damaged
     */
    List<ChunkDamage> adopt(long used, int count) throws IOException {
        file.adopt(used);
        int full = (int) (used / ChunkFileLayout.SEGMENT_LENGTH);
        int rest = (int) (used % ChunkFileLayout.SEGMENT_LENGTH);
        Region newest = Region.ofHeap(file.read((long) full * ChunkFileLayout.SEGMENT_LENGTH, rest));
        segments.restore(file.map(0, full, segments.scope()), newest, rest);
        chunks.set(count);
        List<ChunkCheck.Gap> found = new ArrayList<>(ChunkCheck.gaps(segments.region(), used));
        if (used > 0 && !file.hasHeader()) {
            found.add(0, new ChunkCheck.Gap(0, ChunkFileLayout.HEADER_LENGTH));
        }
        gaps = List.copyOf(found);
        return gaps.stream()
                .map(gap -> new ChunkDamage(file.path(), gap.from(), gap.to()))
                .toList();
    }

    @Override
    public void close() {
        segments.close();
    }
}
