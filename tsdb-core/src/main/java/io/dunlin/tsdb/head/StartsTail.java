package io.dunlin.tsdb.head;

import io.dunlin.tsdb.chunk.StartColumn;
import io.dunlin.tsdb.memory.Region;

/**
 * Start timestamps at the end of something else, of an open chunk's block or a sealed chunk: an encoded {@link StartColumn}
 * and behind it its length in two bytes, little-endian. Places are told by the end.
 */
final class StartsTail {
    private static final int LENGTH = Short.BYTES;

    private StartsTail() {}

    /** The bytes that an encoded column takes here. */
    static int lengthOf(int columnLength) {
        return columnLength + LENGTH;
    }

    /** The bytes in front of an end. */
    static int length(Region region, long end) {
        return lengthOf(columnLength(region, end));
    }

    private static int columnLength(Region region, long end) {
        return region.getShort(end - LENGTH) & 0xffff;
    }

    static void read(Region region, long end, StartColumn into) {
        int length = columnLength(region, end);
        into.decode(region, end - lengthOf(length), length);
    }

    static void write(Region region, long end, byte[] column, int length) {
        region.putBytes(end - lengthOf(length), column, 0, length);
        region.putShort(end - LENGTH, (short) length);
    }
}
