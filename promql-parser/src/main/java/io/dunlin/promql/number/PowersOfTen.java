package io.dunlin.promql.number;

import java.math.BigInteger;

/**
 * Powers of ten as 126-bit integers, and the logarithms that choose among them.
 *
 * <p>For each {@code k} the table holds {@code g = floor(10^k * 2^-r) + 1} with {@code r = floorLog2(10^k) - 125}, so that
 * {@code 2^125 <= g < 2^126}, in two halves of 63 bits: high {@code g >> 63} and low {@code g mod 2^63}. The table is
 * computed once, exactly, from big integers.
 */
final class PowersOfTen {
    /** The smallest exponent that a double's shortest decimal can need, as a power of ten that scales it: 10^-292. */
    static final int MIN = -292;

    /** The largest: the smallest double is scaled by 10^324. */
    static final int MAX = 324;

    private static final long MASK_63 = Long.MAX_VALUE;
    private static final int BITS = 126;
    private static final long[] HALVES = table();

    private PowersOfTen() {}

    /** Returns the high 63 bits of the scaled 10^k. */
    static long high(int k) {
        return HALVES[2 * (k - MIN)];
    }

    /** Returns the low 63 bits of the scaled 10^k. */
    static long low(int k) {
        return HALVES[2 * (k - MIN) + 1];
    }

    /** Returns floor(log10(2^e)), for |e| up to 5,456,721. The factor is floor(log10(2) * 2^41). */
    static int floorLog10OfPowerOf2(int e) {
        return (int) (e * 661_971_961_083L >> 41);
    }

    /** Returns floor(log10(3/4 * 2^e)); the addend is floor(log10(3/4) * 2^41). */
    static int floorLog10OfThreeQuartersOfPowerOf2(int e) {
        return (int) (e * 661_971_961_083L - 274_743_187_321L >> 41);
    }

    /** Returns floor(log2(10^e)); the factor is floor(log2(10) * 2^38). */
    static int floorLog2OfPowerOf10(int e) {
        return (int) (e * 913_124_641_741L >> 38);
    }

    private static long[] table() {
        long[] halves = new long[2 * (MAX - MIN + 1)];
        BigInteger mask = BigInteger.valueOf(MASK_63);
        for (int k = MIN; k <= MAX; k++) {
            BigInteger g = scaled(k);
            halves[2 * (k - MIN)] = g.shiftRight(63).longValueExact();
            halves[2 * (k - MIN) + 1] = g.and(mask).longValueExact();
        }
        return halves;
    }

    private static BigInteger scaled(int k) {
        int shift = BITS - 1 - floorLog2OfPowerOf10(k);
        BigInteger power = BigInteger.TEN.pow(Math.abs(k));
        BigInteger floor;
        if (k < 0) {
            floor = BigInteger.ONE.shiftLeft(shift).divide(power);
        } else {
            floor = shift >= 0 ? power.shiftLeft(shift) : power.shiftRight(-shift);
        }
        return floor.add(BigInteger.ONE);
    }
}
