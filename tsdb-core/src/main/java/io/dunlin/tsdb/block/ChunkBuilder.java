package io.dunlin.tsdb.block;

import io.dunlin.tsdb.chunk.ChunkEncoding;
import io.dunlin.tsdb.chunk.OpenChunkLayout;
import io.dunlin.tsdb.chunk.XorEncoder;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.Arrays;

/**
 * Encodes samples anew, one chunk at a time, and shows the chunk. A reused flyweight: a chunk is valid until the next is
 * encoded. Not thread-safe.
 */
public final class ChunkBuilder implements ChunkView {
    /** Room for as many samples as one chunk may count, at the most bytes that a sample can take. */
    private static final int MAX_LENGTH = 0xFFFF;

    private byte[] memory = new byte[OpenChunkLayout.CHUNK + 2048];
    private Region region = Region.ofHeap(memory);
    private final XorEncoder encoder = new XorEncoder();
    private long minTime;
    private long maxTime;

    /**
     * Encodes samples from {@code from} on, at most {@code limit} of them and at most as many as fit.
     *
     * @return how many samples the chunk holds
     */
    public int encode(SampleBuffer samples, int from, int limit) {
        Arrays.fill(memory, (byte) 0);
        OpenChunkLayout.clear(region, 0);
        encoder.wrap(region, 0, memory.length);
        int end = Math.min(samples.size(), from + limit);
        int done = encoder.append(samples.times(), samples.values(), from, end);
        encoder.save();
        if (from + done < end && memory.length < MAX_LENGTH) {
            grow();
            return encode(samples, from, limit);
        }
        minTime = samples.times()[from];
        maxTime = samples.times()[from + done - 1];
        return done;
    }

    private void grow() {
        memory = new byte[Math.min(MAX_LENGTH, 4 * memory.length)];
        region = Region.ofHeap(memory);
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
        return OpenChunkLayout.count(region, 0);
    }

    @Override
    public Region region() {
        return region;
    }

    @Override
    public long address() {
        return OpenChunkLayout.CHUNK;
    }

    @Override
    public int length() {
        return OpenChunkLayout.length(region, 0);
    }
}
