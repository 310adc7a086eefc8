package io.dunlin.tsdb.log;

import java.util.zip.CRC32C;

/**
 * A frame holds one record. Little-endian; frames begin at multiples of 8, and the gap behind a payload is zero.
 * <pre>
 *   0        4          8          16       24           28          32
 *   | length | encoding | sequence | synced | payloadCrc | headerCrc | payload … |
 * </pre>
 * <ul>
 *   <li>{@code length}: bytes of the payload as stored.
 *   <li>{@code encoding}: {@link #PLAIN} or {@link #SNAPPY}.
 *   <li>{@code sequence}: the record's number; records are numbered from 1 without gaps.
 *   <li>{@code synced}: the last record known to be durable when this one was written. A frame that lies behind a damaged
 *       one tells by it whether the damaged record had been acknowledged.
 *   <li>{@code payloadCrc}: CRC32C of the payload as stored.
 *   <li>{@code headerCrc}: CRC32C of the segment's number (8 bytes) and the fields before, so that a frame left from the
 *       file's former use is not taken for one of this segment.
 * </ul>
 * Behind the last frame lie {@link #HEADER_LENGTH} zero bytes or the end of the file.
 */
final class LogFrameLayout {
    static final int LENGTH = 0;
    static final int ENCODING = LENGTH + Integer.BYTES;
    static final int SEQUENCE = ENCODING + Integer.BYTES;
    static final int SYNCED = SEQUENCE + Long.BYTES;
    static final int PAYLOAD_CRC = SYNCED + Long.BYTES;
    static final int HEADER_CRC = PAYLOAD_CRC + Integer.BYTES;
    static final int HEADER_LENGTH = HEADER_CRC + Integer.BYTES;
    static final int ALIGNMENT = 8;

    static final int PLAIN = 0;
    static final int SNAPPY = 1;

    private LogFrameLayout() {}

    /** Returns the bytes that a frame takes. */
    static long frameLength(int payloadLength) {
        return (long) HEADER_LENGTH + payloadLength + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /** Returns the checksum of a header whose first bytes, up to the checksum, are given. */
    static int headerCrc(long segment, byte[] header) {
        CRC32C crc = new CRC32C();
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            crc.update((int) (segment >>> shift) & 0xFF);
        }
        crc.update(header, 0, HEADER_CRC);
        return (int) crc.getValue();
    }
}
