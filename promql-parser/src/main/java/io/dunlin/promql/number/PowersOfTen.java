package io.dunlin.promql.number;

import java.math.BigInteger;

/**
 * Powers of ten as 126-bit integers, and the logarithms that choose among them.
 *
 * <p>For each {@code k} the table holds {@code g = floor(10^k * 2^-r) + 1} with {@code r = floorLog2(10^k) - 125}, so that
 * {@code 2^125 <= g < 2^126}, in two halves of 63 bits: high {@code g >> 63} and low {@code g mod 2^63}. A power
 * is computed when it is first needed, exactly, from big integers: a process needs a few of them, and the first query that
 * shows a number would otherwise wait for all. Thread-safe.
 */
final class PowersOfTen {
    /** The smallest exponent that a double's shortest decimal can need, as a power of ten that scales it: 10^-292. */
    static final int MIN = -292;

    /** The largest: the smallest double is scaled by 10^324. */
    static final int MAX = 324;

    private static final long MASK_63 = Long.MAX_VALUE;
    private static final int BITS = 126;
    private static final BigInteger MASK = BigInteger.valueOf(MASK_63);

    /** Those that were needed. Threads may compute one twice; a record is whole for whoever sees it. */
    private static final Scaled[] KNOWN = new Scaled[MAX - MIN + 1];

    private PowersOfTen() {}

    /**
     * A scaled power.
     *
     * @param high its high 63 bits
     * @param low its low 63 bits
     */
    record Scaled(long high, long low) {}

    /** Returns the scaled 10^k. */
    static Scaled scaled(int k) {
        Scaled known = KNOWN[k - MIN];
        if (known == null) {
            BigInteger exact = exact(k);
            known = new Scaled(
                    exact.shiftRight(63).longValueExact(), exact.and(MASK).longValueExact());
            KNOWN[k - MIN] = known;
        }
        return known;
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

    private static BigInteger exact(int k) {
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
