package io.dunlin.promql.math;

/** The larger and the smaller of two numbers as Go has them. */
public final class Extremes {
    private Extremes() {}

    /** Returns the larger number. Infinity wins over NaN, and 0 is larger than -0, as in Go. */
    public static double max(double a, double b) {
        if (a == Double.POSITIVE_INFINITY || b == Double.POSITIVE_INFINITY) {
            return Double.POSITIVE_INFINITY;
        }
        return Math.max(a, b);
    }

    /** Returns the smaller number. Minus infinity wins over NaN, and -0 is smaller than 0, as in Go. */
    public static double min(double a, double b) {
        if (a == Double.NEGATIVE_INFINITY || b == Double.NEGATIVE_INFINITY) {
            return Double.NEGATIVE_INFINITY;
        }
        return Math.min(a, b);
    }
}
