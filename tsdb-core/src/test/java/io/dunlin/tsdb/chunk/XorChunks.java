package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.memory.SizeClassAllocator;

/** Makes XOR chunks for tests, as the head does: sample by sample, from block length to block length. */
final class XorChunks {
    private static final int MAX_BLOCK = 1 << 16;

    private XorChunks() {}

    /** Encodes all samples into one chunk. */
    static byte[] encode(long[] times, double[] values) {
        Region region = Region.ofHeap(new byte[SizeClassAllocator.blockLength(32)]);
        int blockLength = 32;
        OpenChunkLayout.clear(region, 0);
        XorEncoder encoder = new XorEncoder();
        for (int i = 0; i < times.length; i++) {
            while (!encoder.wrap(region, 0, blockLength).append(times[i], values[i])) {
                if (blockLength > MAX_BLOCK) {
                    throw new IllegalStateException("sample does not fit: index=" + i);
                }
                int longer = blockLength < 1024 ? SizeClassAllocator.blockLength(blockLength + 1) : blockLength * 2;
                Region grown = Region.ofHeap(new byte[longer]);
                region.copyTo(0, grown, 0, OpenChunkLayout.usedBytes(region, 0));
                region = grown;
                blockLength = longer;
            }
            encoder.save();
        }
        byte[] chunk = new byte[OpenChunkLayout.length(region, 0)];
        region.getBytes(OpenChunkLayout.CHUNK, chunk, 0, chunk.length);
        return chunk;
    }
}
