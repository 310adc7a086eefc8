package io.dunlin.bench.chunk;

import io.dunlin.tsdb.chunk.ChunkEncoding;
import io.dunlin.tsdb.chunk.EncodedChunk;
import io.dunlin.tsdb.chunk.OpenChunkLayout;
import io.dunlin.tsdb.chunk.XorEncoder;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.memory.Region;

/** One full chunk of each of many series, off-heap. */
final class EncodedSeries implements AutoCloseable {
    static final int SERIES = 1_000;
    static final int SAMPLES = 120;

    private static final int BLOCK = 2_048;

    private final MemoryScope scope = OffHeap.withLimit(1L << 30).openScope("benchmark");
    private final Region region = scope.allocate(MemoryTag.HEAD_CHUNKS, (long) SERIES * BLOCK);
    private final int[] lengths = new int[SERIES];

    EncodedSeries(SampleSet set) {
        long[] times = new long[SAMPLES];
        double[] values = new double[SAMPLES];
        XorEncoder encoder = new XorEncoder();
        for (int i = 0; i < SERIES; i++) {
            set.fill(i, times, values);
            long open = (long) i * BLOCK;
            OpenChunkLayout.clear(region, open);
            encoder.wrap(region, open, BLOCK).append(times, values, 0, SAMPLES);
            encoder.save();
            lengths[i] = OpenChunkLayout.length(region, open);
        }
    }

    void wrap(EncodedChunk chunk, int series) {
        chunk.wrap(ChunkEncoding.XOR, region, (long) series * BLOCK + OpenChunkLayout.CHUNK, lengths[series]);
    }

    double bytesPerSample() {
        long bytes = 0;
        for (int length : lengths) {
            bytes += length;
        }
        return (double) bytes / (SERIES * SAMPLES);
    }

    @Override
    public void close() {
        scope.close();
    }
}
