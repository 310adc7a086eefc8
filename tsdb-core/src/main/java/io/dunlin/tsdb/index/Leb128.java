package io.dunlin.tsdb.index;

import io.dunlin.tsdb.memory.Region;

/** Unsigned numbers in groups of seven bits, lowest first, on off-heap memory. */
final class Leb128 {
    /** The most bytes of a number. */
    static final int LONGEST = 5;

    private static final int MAX_SHIFT = 7 * LONGEST;

    private Leb128() {}

    /** Returns the number of bytes of a number, 1 to 5. */
    static int length(int number) {
        return (38 - Integer.numberOfLeadingZeros(number | 1)) / 7;
    }

    /** Writes a number and returns the address behind it. */
    static long put(Region region, long address, int number) {
        long at = address;
        int rest = number;
        while (rest >>> 7 != 0) {
            region.putByte(at++, (byte) (rest | 0x80));
            rest >>>= 7;
        }
        region.putByte(at++, (byte) rest);
        return at;
    }

    /** Writes a number to an array that is long enough; returns the index behind it. */
    static int put(byte[] into, int index, int number) {
        int at = index;
        int rest = number;
        while (rest >>> 7 != 0) {
            into[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        into[at++] = (byte) rest;
        return at;
    }

    /** Reads a number. */
    static int get(Region region, long address) {
        long at = address;
        int number = 0;
        for (int shift = 0; shift < MAX_SHIFT; shift += 7) {
            byte b = region.getByte(at++);
            number |= (b & 0x7f) << shift;
            if (b >= 0) {
                return number;
            }
        }
        throw new IllegalStateException("number has more than 5 bytes: address=" + address);
    }
}
