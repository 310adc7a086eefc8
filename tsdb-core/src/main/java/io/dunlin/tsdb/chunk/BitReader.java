package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.memory.Span;
import io.dunlin.tsdb.storage.CorruptDataException;

/** Reads a chunk bit by bit, from the most significant of each byte down. For the encodings of histograms. */
final class BitReader {
    /** The width of a variable-width integer, by the ones in front of it. */
    static final int[] WIDTHS = {0, 3, 6, 9, 12, 18, 25, 56, 64};

    private static final int MOST_ONES = WIDTHS.length - 1;

    private final EncodedChunk chunk;
    private final Span span;
    private final int length;
    private int position;

    BitReader(EncodedChunk chunk, int firstByte) {
        this.chunk = chunk;
        this.length = chunk.length();
        this.span = chunk.region().span(chunk.address(), length);
        this.position = firstByte * Byte.SIZE;
    }

    /** Returns how many bits are left. */
    int remaining() {
        return length * Byte.SIZE - position;
    }

    boolean readBit() {
        return read(1) != 0;
    }

    /** Returns the next {@code width} bits, 1 to 64, as the lower bits of a long. */
    long read(int width) {
        long bits = peek() >>> -width;
        skip(width);
        return bits;
    }

    private void skip(int width) {
        if (width > remaining()) {
            throw corrupt(width + " more bits", remaining() + " bits");
        }
        position += width;
    }

    /** Returns the next 64 bits, with zeros behind the end. */
    private long peek() {
        int at = position >>> 3;
        int skip = position & 7;
        if (length - at > Long.BYTES) {
            long next = span.getByte(at + Long.BYTES) & 0xFF;
            return span.getLongBigEndian(at) << skip | next >>> Byte.SIZE - skip;
        }
        long bits = 0;
        for (int i = at; i < length; i++) {
            bits |= (span.getByte(i) & 0xFFL) << Long.SIZE - Byte.SIZE - Byte.SIZE * (i - at);
        }
        return bits << skip;
    }

    /** Reads an unsigned variable-width integer. */
    long readUnsigned() {
        int width = readWidth();
        return width == 0 ? 0 : read(width);
    }

    /** Reads a signed variable-width integer. */
    long readSigned() {
        int width = readWidth();
        if (width == 0) {
            return 0;
        }
        long raw = read(width);
        return width < Long.SIZE && raw > 1L << width - 1 ? raw - (1L << width) : raw;
    }

    private int readWidth() {
        int ones = Math.min(MOST_ONES, Long.numberOfLeadingZeros(~peek()));
        skip(Math.min(MOST_ONES, ones + 1));
        return WIDTHS[ones];
    }

    CorruptDataException corrupt(Object expected, Object actual) {
        return chunk.corrupt(chunk.address() + (position >>> 3), expected, actual);
    }
}
