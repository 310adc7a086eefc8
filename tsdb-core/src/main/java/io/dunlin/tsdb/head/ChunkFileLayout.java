package io.dunlin.tsdb.head;

import io.dunlin.tsdb.memory.Region;

/**
 * A head-chunk file: the sealed chunks of one epoch, one behind another ({@link SealedChunkLayout}), in segments of {@value
 * #SEGMENT_LENGTH} bytes that no chunk crosses. See {@code FORMAT.md}.
 * <pre>
 *   0       8         12      16            24     28    32
 *   | magic | version | epoch | epochLength | zero | crc | chunk …
 * </pre>
 * {@code epoch} is the epoch's number, {@code epochLength} is in milliseconds, {@code crc} is of what stands before it.
 */
final class ChunkFileLayout {
    static final long MAGIC = 0x4b48434e_4c4e5544L;
    static final int CURRENT_VERSION = 1;
    static final int VERSION = Long.BYTES;
    static final int EPOCH = VERSION + Integer.BYTES;
    static final int EPOCH_LENGTH = EPOCH + Integer.BYTES;
    static final int HEADER_CRC = EPOCH_LENGTH + Long.BYTES + Integer.BYTES;
    static final int HEADER_LENGTH = 32;

    /** What is written, made durable and mapped in one piece. */
    static final int SEGMENT_LENGTH = 4 << 20;

    private ChunkFileLayout() {}

    static String fileName(int epoch, long epochLength) {
        return epoch * epochLength + "-" + epochLength;
    }

    static void writeHeader(Region region, int epoch, long epochLength) {
        region.putLong(0, MAGIC);
        region.putInt(VERSION, CURRENT_VERSION);
        region.putInt(EPOCH, epoch);
        region.putLong(EPOCH_LENGTH, epochLength);
        region.putInt(EPOCH_LENGTH + Long.BYTES, 0);
        region.putInt(HEADER_CRC, region.crc32c(0, HEADER_CRC));
    }

    static boolean isIntact(Region region) {
        return region.getLong(0) == MAGIC && region.getInt(HEADER_CRC) == region.crc32c(0, HEADER_CRC);
    }

    /** Returns how far from the begin of the file the chunk at an address of the epoch's memory lies. */
    static long position(long place) {
        return (long) Region.segmentOf(place) * SEGMENT_LENGTH + Region.offsetOf(place);
    }

    /** Returns the address at which what lies at a position of the file is read. */
    static long place(long position) {
        return Region.segmentStart((int) (position / SEGMENT_LENGTH)) + position % SEGMENT_LENGTH;
    }
}
