package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.memory.Span;

/**
 * Decodes the samples of an XOR chunk that come at the distance of those before, as in most chunks all do: only their values
 * are looked at. {@link XorDecoder} goes on where this ends: at another distance, at a payload that one load might not hold,
 * or a word before the end of the chunk. The loop is apart from the one for all samples because all it needs fits in
 * registers, and calls nothing because whatever lives across a call does not.
 *
 * <p>Where it ends is a number: from the top 16 bits the samples decoded, 32 bits the position of the next sample, 8 bits the
 * width of the window and 8 bits the zeros behind it.
 */
final class RegularSamples {
    /** The bits that surely are in a word loaded from the byte where they begin. */
    private static final int LOADED_BITS = Long.SIZE - (Byte.SIZE - 1);

    /** What is in front of the payload of a sample that has the window of the one before. */
    private static final int SAME_WINDOW_BITS = 3;

    /** What is in front of the payload of a sample with a window of its own. */
    private static final int NEW_WINDOW_BITS = 3 + 5 + 6;

    private RegularSamples() {}

    /**
     * Decodes values from index {@code from} on, at most up to {@code to}, and returns where it ends.
     *
     * @param first where the sample {@code from} begins; its first bit is taken for zero, for the second sample has none
     * @param values up to {@code from}
     */
    static long decode(EncodedChunk chunk, int first, double[] values, int from, int to) {
        Span span = chunk.region().span(chunk.address(), chunk.length());
        int last = (chunk.length() - Long.BYTES << 3) + Byte.SIZE - 1;
        long value = Double.doubleToRawLongBits(values[from - 1]);
        long mask = Long.MAX_VALUE;
        int trailing = 0;
        int width = Long.SIZE;
        int position = first;
        int i = from;
        while (i < to && position <= last) {
            long bits = span.getLongBigEndian(position >>> 3) << (position & 7) & mask;
            mask = -1L;
            if (bits >>> 61 == 0b010 && width <= LOADED_BITS - SAME_WINDOW_BITS) {
                value ^= bits << SAME_WINDOW_BITS >>> -width << trailing;
                position += SAME_WINDOW_BITS + width;
            } else if (bits >>> 61 == 0b011) {
                int newWidth = ((int) (bits >>> 50) - 1 & 63) + 1;
                int newTrailing = Long.SIZE - newWidth - ((int) (bits >>> 56) & 31);
                if (newWidth > LOADED_BITS - NEW_WINDOW_BITS || newTrailing < 0) {
                    break;
                }
                width = newWidth;
                trailing = newTrailing;
                value ^= bits << NEW_WINDOW_BITS >>> -width << trailing;
                position += NEW_WINDOW_BITS + width;
            } else if (bits >>> 62 == 0) {
                position += 2;
            } else {
                break;
            }
            values[i++] = Double.longBitsToDouble(value);
        }
        return (long) (i - from) << 48 | (long) position << 16 | width << 8 | trailing;
    }

    /** Returns how many samples were decoded. */
    static int count(long end) {
        return (int) (end >>> 48);
    }

    /** Returns the first bit of the next sample. */
    static int position(long end) {
        return (int) (end >>> 16);
    }

    /** Returns the width of the window, 64 where there is none yet. */
    static int width(long end) {
        return (int) end >>> 8 & 0xFF;
    }

    /** Returns the number of zeros behind the window. */
    static int trailing(long end) {
        return (int) end & 0xFF;
    }
}
