package io.dunlin.promql.math;

/** Compares numbers up to a relative error, as Prometheus does. */
public final class AlmostEqual {
    private static final long STALE_NAN = 0x7ff0000000000002L;

    private AlmostEqual() {}

    /**
     * Returns whether the difference of two numbers is less than {@code epsilon} of the sum of their sizes. NaN equals
     * NaN, but the stale marker equals only itself; next to zero the difference must be less than {@code epsilon} of the
     * smallest normal number.
     */
    public static boolean test(double a, double b, double epsilon) {
        boolean staleA = Double.doubleToRawLongBits(a) == STALE_NAN;
        boolean staleB = Double.doubleToRawLongBits(b) == STALE_NAN;
        if (staleA || staleB) {
            return staleA && staleB;
        }
        if ((Double.isNaN(a) && Double.isNaN(b)) || a == b) {
            return true;
        }
        double sizes = Math.abs(a) + Math.abs(b);
        double difference = Math.abs(a - b);
        if (a == 0 || b == 0 || sizes < Double.MIN_NORMAL) {
            return difference < epsilon * Double.MIN_NORMAL;
        }
        return difference / Math.min(sizes, Double.MAX_VALUE) < epsilon;
    }
}
