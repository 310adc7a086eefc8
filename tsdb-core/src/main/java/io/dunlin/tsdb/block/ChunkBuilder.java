package io.dunlin.tsdb.block;

import io.dunlin.tsdb.chunk.ChunkEncoding;
import io.dunlin.tsdb.chunk.CompactXorEncoder;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.SampleBuffer;

/**
 * Encodes samples anew, one chunk at a time, and shows the chunk. A reused flyweight: a chunk is valid until the next is
 * encoded. Not thread-safe.
 */
public final class ChunkBuilder implements ChunkView {
    private static final int MAX_SAMPLES = 0xFFFF;

    private final CompactXorEncoder encoder = new CompactXorEncoder();
    private Region region = Region.ofHeap(encoder.bytes());
    private byte[] memory = encoder.bytes();
    private int length;
    private int count;
    private long minTime;
    private long maxTime;

    /**
     * Encodes samples from {@code from} on, of which there must be one, into one chunk.
     *
     * @param limit the most samples
     * @return how many samples the chunk holds
     */
    public int encode(SampleBuffer samples, int from, int limit) {
        count = Math.min(Math.min(limit, MAX_SAMPLES), samples.size() - from);
        length = encoder.encode(samples.times(), samples.values(), from, count);
        if (memory != encoder.bytes()) {
            memory = encoder.bytes();
            region = Region.ofHeap(memory);
        }
        minTime = samples.times()[from];
        maxTime = samples.times()[from + count - 1];
        return count;
    }

    @Override
    public int encoding() {
        return ChunkEncoding.XOR.code();
    }

    @Override
    public long minTime() {
        return minTime;
    }

    @Override
    public long maxTime() {
        return maxTime;
    }

    @Override
    public int samples() {
        return count;
    }

    @Override
    public Region region() {
        return region;
    }

    @Override
    public long address() {
        return 0;
    }

    @Override
    public int length() {
        return length;
    }
}
