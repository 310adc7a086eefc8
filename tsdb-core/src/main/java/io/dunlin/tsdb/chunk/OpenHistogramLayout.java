package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.memory.Region;

/**
 * A histogram chunk that is still appended to: what {@link HistogramEncoder} must remember around the chunk as files hold
 * it.
 * <pre>
 *   0          8        12         16      16 + length, rounded up to 8
 *   | lastTime | length | freeBits | chunk | fields …
 * </pre>
 * Little-endian. {@code length} counts the bytes of the chunk, {@code freeBits} the unused bits of its last byte; the
 * fields are the last sample's, in the order of {@link IntegerHistogramFields} or {@link FloatHistogramFields}.
 */
public final class OpenHistogramLayout {
    /** Where the chunk begins: from here on {@link #length} bytes can be copied to a file. */
    public static final int CHUNK = 16;

    static final int LAST_TIME = 0;
    static final int LENGTH = LAST_TIME + Long.BYTES;
    static final int FREE_BITS = LENGTH + Integer.BYTES;

    private OpenHistogramLayout() {}

    /** Returns the time of the last sample in milliseconds. */
    public static long lastTime(Region region, long open) {
        return region.getLong(open + LAST_TIME);
    }

    /** Returns the length of the chunk in bytes. */
    public static int length(Region region, long open) {
        return region.getInt(open + LENGTH);
    }

    /** Returns the number of samples. */
    public static int count(Region region, long open) {
        return region.getShortBigEndian(open + CHUNK + HistogramChunkLayout.COUNT) & HistogramChunkLayout.MAX_COUNT;
    }

    static int fields(int chunkLength) {
        return CHUNK + chunkLength + 7 & -8;
    }
}
