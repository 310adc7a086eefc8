package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.memory.Region;

/**
 * A float chunk that is still appended to: what {@link XorEncoder} must remember, and behind it the chunk as files hold
 * it.
 * <pre>
 *   0          8           16          20       22      24
 *   | lastTime | lastValue | lastDelta | length | state | XOR chunk … | zeros up to the capacity |
 * </pre>
 * Little-endian. {@code length} counts the bytes of the XOR chunk. {@code state} packs how many bits are free in its last
 * byte and the window of the value that changed last:
 * <pre>
 *   15     14         8          3         0
 *   | zero | noWindow | trailing | leading | freeBits |
 * </pre>
 */
public final class OpenChunkLayout {
    /** Where the XOR chunk begins: from here on {@link #length} bytes can be copied to a file. */
    public static final int CHUNK = 24;

    static final int LAST_TIME = 0;
    static final int LAST_VALUE = LAST_TIME + Long.BYTES;
    static final int LAST_DELTA = LAST_VALUE + Long.BYTES;
    static final int LENGTH = LAST_DELTA + Integer.BYTES;
    static final int STATE = LENGTH + Short.BYTES;

    static final int NO_WINDOW = 1 << 14;
    static final int LEADING_SHIFT = 3;
    static final int TRAILING_SHIFT = 8;

    private OpenChunkLayout() {}

    /** Makes an empty chunk of a zeroed block. */
    public static void clear(Region region, long open) {
        region.putShort(open + LENGTH, (short) XorChunkLayout.BITS);
        region.putShort(open + STATE, (short) NO_WINDOW);
    }

    /** Returns the time of the last sample in milliseconds; meaningless in an empty chunk. */
    public static long lastTime(Region region, long open) {
        return region.getLong(open + LAST_TIME);
    }

    /** Returns the value of the last sample; meaningless in an empty chunk. */
    public static double lastValue(Region region, long open) {
        return region.getDouble(open + LAST_VALUE);
    }

    /** Returns the length of the XOR chunk in bytes. */
    public static int length(Region region, long open) {
        return region.getShort(open + LENGTH) & 0xFFFF;
    }

    /** Returns the number of samples. */
    public static int count(Region region, long open) {
        return XorChunkLayout.count(region, open + CHUNK);
    }

    /** Returns how many bytes of the block are in use: what must be copied to a longer, zeroed block. */
    public static int usedBytes(Region region, long open) {
        return CHUNK + length(region, open);
    }
}
