package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.memory.Region;
import java.util.Arrays;

/** Writes what {@link BitReader} reads, into an array that grows. */
final class BitWriter {
    private static final int FIRST_CAPACITY = 128;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int position;

    /** Starts over with so many zero bytes. */
    void reset(int zeroBytes) {
        Arrays.fill(bytes, (byte) 0);
        position = zeroBytes * Byte.SIZE;
    }

    /** Goes on behind bytes that lie in a region, of which the last has {@code freeBits} unused bits. */
    void load(Region region, long address, int length, int freeBits) {
        reset(0);
        ensure(length * Byte.SIZE);
        region.getBytes(address, bytes, 0, length);
        position = length * Byte.SIZE - freeBits;
    }

    /** Returns the number of bytes begun. */
    int length() {
        return position + 7 >>> 3;
    }

    /** Returns the unused bits of the last byte. */
    int freeBits() {
        return length() * Byte.SIZE - position;
    }

    /** Returns the array; it is longer than {@link #length()}. */
    byte[] bytes() {
        return bytes;
    }

    /** Writes the lower {@code width} bits, 0 to 64. */
    void write(long value, int width) {
        ensure(width);
        int left = width;
        while (left > 0) {
            int free = Byte.SIZE - (position & 7);
            int taken = Math.min(free, left);
            long part = value >>> left - taken & (1 << taken) - 1;
            bytes[position >>> 3] |= (byte) (part << free - taken);
            position += taken;
            left -= taken;
        }
    }

    private void ensure(int bits) {
        int wanted = position + bits + 7 >>> 3;
        if (wanted > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(wanted, 2 * bytes.length));
        }
    }

    /** Writes an unsigned variable-width integer. */
    void writeUnsigned(long value) {
        writeVariable(value, Long.SIZE - Long.numberOfLeadingZeros(value));
    }

    /** Writes a signed variable-width integer: a width of n holds −2^(n−1)+1 to 2^(n−1). */
    void writeSigned(long value) {
        long magnitude = value > 0 ? value - 1 : -value;
        writeVariable(value, value == 0 ? 0 : Long.SIZE + 1 - Long.numberOfLeadingZeros(magnitude));
    }

    private void writeVariable(long value, int needed) {
        int ones = ones(needed);
        if (ones == BitReader.WIDTHS.length - 1) {
            write(0xFF, ones);
        } else {
            write((1L << ones + 1) - 2, ones + 1);
        }
        write(value, BitReader.WIDTHS[ones]);
    }

    private static int ones(int needed) {
        int ones = 0;
        while (ones < BitReader.WIDTHS.length - 1 && BitReader.WIDTHS[ones] < needed) {
            ones++;
        }
        return ones;
    }
}
