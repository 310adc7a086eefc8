package io.dunlin.tsdb.head;

import io.dunlin.tsdb.memory.Region;

/**
 * A block that holds an open chunk, little-endian, 8-aligned: what the head must know of it, and behind it what the
 * encoder of {@code io.dunlin.tsdb.chunk} keeps.
 * <pre>
 *   0          1      2          4       8
 *   | encoding | zero | capacity | first | encoder state, chunk, zeros … |
 * </pre>
 * {@code capacity} is the length of the whole block; {@code first} is the time of the first sample in milliseconds since
 * its epoch began (all samples of a chunk are of one epoch).
 */
final class OpenBlockLayout {
    static final int ENCODING = 0;
    static final int CAPACITY = 2;
    static final int FIRST = CAPACITY + Short.BYTES;
    static final int ENCODER = FIRST + Integer.BYTES;

    private OpenBlockLayout() {}

    static int capacity(Region region, long block) {
        return region.getShort(block + CAPACITY) & 0xffff;
    }
}
