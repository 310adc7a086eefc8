package io.dunlin.tsdb.block.v1;

/** Writes numbers seven bits at a time, the lowest first, with the top bit set on all bytes but the last. */
final class Leb128 {
    /** The longest a 64-bit number gets. */
    static final int MAX_LENGTH = 10;

    private Leb128() {}

    /** Writes an unsigned number and returns the position behind it. */
    static int put(long value, byte[] target, int position) {
        int at = position;
        long left = value;
        while ((left & -0x80L) != 0) {
            target[at++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        target[at++] = (byte) left;
        return at;
    }

    /** Returns how many bytes an unsigned number takes. */
    static int length(long value) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
    }
}
