package io.dunlin.promql.math;

/**
 * Reduces an angle that is too large for subtraction of multiples of π/4: the mantissa is multiplied by those binary
 * digits of 4/π that make up the octant and its fraction.
 *
 * @param octant the even number of eighths of a turn nearest to the angle, modulo 8
 * @param rest how far the angle is from the octant, in radians
 */
record HugeAngle(long octant, double rest) {
    /** From here on angles are reduced this way. */
    static final double THRESHOLD = 1 << 29;

    private static final int MANTISSA_BITS = 52;
    private static final int BIAS = 1023;
    private static final long IMPLICIT_BIT = 1L << MANTISSA_BITS;

    /** 4/π in binary: digit i counts 2^(−64·i). */
    private static final long[] FOUR_OVER_PI = {
        0x0000000000000001L, 0x45f306dc9c882a53L, 0xf84eafa3ea69bb81L, 0xb6c52b3278872083L,
        0xfca2c757bd778ac3L, 0x6e48dc74849ba5c0L, 0x0c925dd413a32439L, 0xfc3bd63962534e7dL,
        0xd1046bea5d768909L, 0xd338e04d68befc82L, 0x7323ac7306a673e9L, 0x3908bf177bf25076L,
        0x3ff12fffbc0b301fL, 0xde5e2316b414da3eL, 0xda6cfd9e4f96136eL, 0x9e8c7ecd3cbfd45aL,
        0xea4f758fd7cbe2f6L, 0x7a0e73ef14a525d4L, 0xd7f6bf623f1aba10L, 0xac06608df8f6d757L,
    };

    static HugeAngle of(double x) {
        long bits = Double.doubleToRawLongBits(x);
        int exponent = (int) (bits >>> MANTISSA_BITS) - BIAS - MANTISSA_BITS;
        long mantissa = (bits & (IMPLICIT_BIT - 1)) | IMPLICIT_BIT;
        int from = exponent + 61;
        long low = digits(from, 1) * mantissa;
        long lowest = unsignedHigh(digits(from, 2), mantissa);
        long lower = low + lowest;
        long carry = Long.compareUnsigned(lower, low) < 0 ? 1 : 0;
        long upper = digits(from, 0) * mantissa + unsignedHigh(digits(from, 1), mantissa) + carry;
        long octant = upper >>> 61;
        double fraction = fraction(upper << 3 | lower >>> 61, lower);
        if ((octant & 1) == 1) {
            octant = (octant + 1) & 7;
            fraction--;
        }
        return new HugeAngle(octant, fraction * (Math.PI / 4));
    }

    /** Returns 64 binary digits of 4/π, the {@code index}-th group from a bit on. */
    private static long digits(int fromBit, int index) {
        int digit = fromBit / 64 + index;
        int shift = fromBit % 64;
        long head = FOUR_OVER_PI[digit] << shift;
        return shift == 0 ? head : head | FOUR_OVER_PI[digit + 1] >>> (64 - shift);
    }

    private static long unsignedHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }

    /** Returns the binary fraction of {@code high} followed by {@code low}. */
    private static double fraction(long high, long low) {
        int skipped = Long.numberOfLeadingZeros(high) + 1;
        long shifted = (skipped == 64 ? 0 : high << skipped) | low >>> (64 - skipped);
        long exponent = (long) BIAS - skipped;
        return Double.longBitsToDouble(shifted >>> (64 - MANTISSA_BITS) | exponent << MANTISSA_BITS);
    }
}
