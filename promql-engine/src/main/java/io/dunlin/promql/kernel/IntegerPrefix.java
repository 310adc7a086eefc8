package io.dunlin.promql.kernel;

/**
 * Sums of windows in constant time, for series of whole numbers. While every value is whole and the sum of all absolute
 * values stays below 2^53, each partial sum is exact, so a difference of two prefix sums has the same bits as any other
 * way to add the window, the compensated one included.
 */
final class IntegerPrefix {
    private static final double EXACT_LIMIT = 0x1p53;

    private double[] before = new double[1];

    /** Adds up the values; returns false where they are not of this kind. */
    boolean build(double[] values, int size) {
        if (before.length <= size) {
            before = new double[values.length + 1];
        }
        double sum = 0;
        double magnitude = 0;
        for (int i = 0; i < size; i++) {
            double value = values[i];
            magnitude += Math.abs(value);
            // Written so that NaN fails.
            if (!(magnitude < EXACT_LIMIT) || value != Math.rint(value)) {
                return false;
            }
            sum += value;
            before[i + 1] = sum;
        }
        return true;
    }

    /** Gives the sum of the values {@code [first, end)} of each window. */
    void sums(int[] first, int[] end, double[] results) {
        double[] prefixes = before;
        for (int i = 0; i < results.length; i++) {
            results[i] = prefixes[end[i]] - prefixes[first[i]];
        }
    }
}
