package io.dunlin.promql.number;

/**
 * The shortest decimal that rounds to a given double; of several as short, the closest to it, and of two as close, the
 * even one. A reusable result: {@code value = digits * 10^exponent}, without trailing zeros in {@code digits}. Not
 * thread-safe.
 *
 * <p>Source: Raffaello Giulietti, "The Schubfach way to render doubles" (2020), in its pure form: unlike
 * {@code Double.toString} it never prefers a second digit (5e-324, not 4.9e-324). With {@code v = c * 2^q}, all
 * decimals that round to {@code v} lie between {@code (4c - 2) * 2^(q-2)} and {@code (4c + 2) * 2^(q-2)}. The grid
 * {@code 10^k} is chosen no wider than that interval, so at most one point of the grid {@code 10^(k+1)} lies in it.
 */
final class ShortestDecimal {
    private static final int FRACTION_BITS = 52;
    private static final long FRACTION_MASK = (1L << FRACTION_BITS) - 1;
    private static final long HIDDEN_BIT = 1L << FRACTION_BITS;
    private static final int MIN_EXPONENT = -1074;
    private static final int EXPONENT_MASK = 0x7ff;
    private static final long MASK_63 = Long.MAX_VALUE;

    private long digits;
    private int exponent;

    /** Returns the digits of the last number as an integer, at most 17 of them. */
    long digits() {
        return digits;
    }

    /** Returns the power of ten that scales the digits. */
    int exponent() {
        return exponent;
    }

    /** Finds the decimal of a finite number greater than zero. */
    void set(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int biased = (int) (bits >>> FRACTION_BITS) & EXPONENT_MASK;
        long fraction = bits & FRACTION_MASK;
        long c = biased == 0 ? fraction : fraction | HIDDEN_BIT;
        int q = Math.max(biased, 1) - 1 + MIN_EXPONENT;
        if (isSmallInteger(c, q)) {
            store(c >> -q, 0);
        } else {
            // Below a power of two the doubles lie twice as dense: the interval is a quarter shorter on that side.
            boolean denserBelow = fraction == 0 && biased > 1;
            search(c, q, denserBelow);
        }
    }

    private static boolean isSmallInteger(long c, int q) {
        return q <= 0 && q > -FRACTION_BITS - 1 && (c & (1L << -q) - 1) == 0;
    }

    private void search(long c, int q, boolean denserBelow) {
        int k = denserBelow ? PowersOfTen.floorLog10OfThreeQuartersOfPowerOf2(q) : PowersOfTen.floorLog10OfPowerOf2(q);
        PowersOfTen.Scaled power = PowersOfTen.scaled(-k);
        long high = power.high();
        long low = power.low();
        int shift = q + PowersOfTen.floorLog2OfPowerOf10(-k) + 2;
        long middle = 4 * c;
        long scaled = roundToOdd(high, low, middle << shift);
        long scaledLow = roundToOdd(high, low, middle - (denserBelow ? 1 : 2) << shift);
        long scaledHigh = roundToOdd(high, low, middle + 2 << shift);
        // The ends themselves round to v only when c is even; `open` shuts them out when it is odd.
        long open = c & 1;

        long below = scaled >> 2;
        long coarseBelow = below / 10 * 10;
        long coarseAbove = coarseBelow + 10;
        boolean coarseBelowIn = scaledLow + open <= coarseBelow << 2;
        boolean coarseAboveIn = (coarseAbove << 2) + open <= scaledHigh;
        if (coarseBelowIn != coarseAboveIn) {
            store(coarseBelowIn ? coarseBelow : coarseAbove, k);
            return;
        }
        boolean belowIn = scaledLow + open <= below << 2;
        boolean aboveIn = (below + 1 << 2) + open <= scaledHigh;
        if (belowIn != aboveIn) {
            store(belowIn ? below : below + 1, k);
            return;
        }
        long distance = scaled - (2 * below + 1 << 1);
        boolean takeBelow = distance < 0 || distance == 0 && (below & 1) == 0;
        store(takeBelow ? below : below + 1, k);
    }

    /** Returns {@code g * c / 2^127} with the lowest bit set where a remainder was cut off: order with even numbers stays. */
    private static long roundToOdd(long high, long low, long c) {
        long x1 = Math.multiplyHigh(low, c);
        long y0 = high * c;
        long y1 = Math.multiplyHigh(high, c);
        long z = (y0 >>> 1) + x1;
        long w = y1 + (z >>> 63);
        return w | (z & MASK_63) + MASK_63 >>> 63;
    }

    /** Keeps the number without its trailing zeros, of which common values such as 43.27 have a dozen. */
    private void store(long number, int scale) {
        long rest = number;
        int power = scale;
        while (rest % 100_000_000 == 0) {
            rest /= 100_000_000;
            power += 8;
        }
        if (rest % 10_000 == 0) {
            rest /= 10_000;
            power += 4;
        }
        if (rest % 100 == 0) {
            rest /= 100;
            power += 2;
        }
        if (rest % 10 == 0) {
            rest /= 10;
            power++;
        }
        digits = rest;
        exponent = power;
    }
}
