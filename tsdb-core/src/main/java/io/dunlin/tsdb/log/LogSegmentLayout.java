package io.dunlin.tsdb.log;

import io.dunlin.tsdb.memory.Region;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The header of a segment file, little-endian.
 * <pre>
 *   0       8         12    16       24              32
 *   | magic | version | crc | number | firstSequence | frames …
 * </pre>
 * {@code crc} is the CRC32C of the other fields. The {@code number} is also the file's name: where they differ, the file
 * was recycled and never used under its new name.
 */
final class LogSegmentLayout {
    static final int MAGIC = 0;
    static final int VERSION = MAGIC + Long.BYTES;
    static final int CRC = VERSION + Integer.BYTES;
    static final int NUMBER = CRC + Integer.BYTES;
    static final int FIRST_SEQUENCE = NUMBER + Long.BYTES;
    static final int HEADER_LENGTH = FIRST_SEQUENCE + Long.BYTES;

    /** The bytes {@code DUNLNLOG}. */
    static final long MAGIC_VALUE = 0x474F4C4E4C4E5544L;

    static final int CURRENT_VERSION = 1;

    private LogSegmentLayout() {}

    /** Returns a header, ready to be written. */
    static ByteBuffer header(long number, long firstSequence) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(MAGIC, MAGIC_VALUE);
        header.putInt(VERSION, CURRENT_VERSION);
        header.putLong(NUMBER, number);
        header.putLong(FIRST_SEQUENCE, firstSequence);
        header.putInt(CRC, crc(header));
        return header;
    }

    /** Returns the header of a segment, or null where the file is too short to have one. */
    static ByteBuffer read(Region segment) {
        if (segment.contiguousFrom(0) < HEADER_LENGTH) {
            return null;
        }
        byte[] bytes = new byte[HEADER_LENGTH];
        segment.getBytes(0, bytes, 0, HEADER_LENGTH);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static boolean isIntact(ByteBuffer header) {
        return header.getLong(MAGIC) == MAGIC_VALUE && header.getInt(CRC) == crc(header);
    }

    private static int crc(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(MAGIC, CRC));
        crc.update(header.slice(NUMBER, HEADER_LENGTH - NUMBER));
        return (int) crc.getValue();
    }
}
