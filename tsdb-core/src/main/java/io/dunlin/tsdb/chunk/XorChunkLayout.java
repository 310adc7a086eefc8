package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.memory.Region;

/**
 * An XOR chunk as files hold it, Prometheus's encoding number 1.
 * <pre>
 *   0       2
 *   | count | bits … |
 * </pre>
 * {@code count} is the number of samples, 16 bits big-endian. FORMAT.md describes the bits.
 */
final class XorChunkLayout {
    static final int COUNT = 0;
    static final int BITS = COUNT + Short.BYTES;
    static final int MAX_COUNT = 0xFFFF;

    private XorChunkLayout() {}

    static int count(Region region, long chunk) {
        return region.getShortBigEndian(chunk + COUNT) & MAX_COUNT;
    }
}
