package io.dunlin.remotewrite;

/**
 * Recognises a sample that is the last field of a {@code TimeSeries}, from its end: value and timestamp, or the timestamp
 * alone, as senders write a value of zero; the timestamp of a time from 1971 to 2109, whose varint has six bytes. Reused;
 * not thread-safe.
 * <pre>
 *   12 10 09 | value, 8 bytes | 10 | timestamp, 6 bytes          12 07 10 | timestamp, 6 bytes
 * </pre>
 * Bytes that look like that may still belong to a field in front of them: who uses what was read must know, or find out,
 * that what stands before is whole fields.
 */
final class SampleAtEnd {
    private static final int LENGTH = 18;
    private static final int ZERO_LENGTH = 9;
    private static final int START_BYTES = 3;
    private static final long START = 0x091012;
    private static final long START_MASK = 0xFFFFFF;
    private static final long ZERO_START = 0x0712;
    private static final long ZERO_START_MASK = 0xFFFF;

    /** Of the last eight bytes: the timestamp's tag, and which bytes of it say that another follows. */
    private static final long END_MASK = 0x8080_8080_8080_FF00L;

    private static final long END = 0x0080_8080_8080_1000L;

    private int start;
    private long time;
    private double value;

    /** Reads the sample at the end of the cursor's innermost message; returns false where there is nothing like it. */
    boolean read(ProtoCursor series) {
        int end = series.limit();
        int left = end - series.position();
        if (left <= LENGTH) {
            return false;
        }
        long last = series.peekLong(end - Long.BYTES);
        if ((last & END_MASK) != END) {
            return false;
        }
        if ((series.peekLong(end - LENGTH) & START_MASK) == START) {
            start = end - LENGTH;
            value = Double.longBitsToDouble(series.peekLong(start + START_BYTES));
        } else if ((series.peekLong(end - ZERO_LENGTH) & ZERO_START_MASK) == ZERO_START) {
            start = end - ZERO_LENGTH;
            value = 0;
        } else {
            return false;
        }
        time = timestamp(last >>> 2 * Byte.SIZE);
        return true;
    }

    /** Returns the number in a varint of six bytes. */
    private static long timestamp(long varint) {
        long pairs = varint & 0x007F_007F_007FL | (varint & 0x7F00_7F00_7F00L) >>> 1;
        return pairs & 0x3FFF | (pairs & 0x3FFF_0000L) >>> 2 | (pairs & 0x3FFF_0000_0000L) >>> 4;
    }

    /** Returns where the sample's field begins. */
    int start() {
        return start;
    }

    /** Returns the time in milliseconds. */
    long time() {
        return time;
    }

    /** Returns the value. */
    double value() {
        return value;
    }
}
