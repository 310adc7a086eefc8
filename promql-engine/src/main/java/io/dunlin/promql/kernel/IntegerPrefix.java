package io.dunlin.promql.kernel;

/**
 * Sums of windows in constant time, for series of whole numbers. While every value is whole and the sum of all absolute
 * values stays below 2^53, each partial sum is exact, so a difference of two prefix sums has the same bits as any other
 * way to add the window, the compensated one included.
 */
final class IntegerPrefix {
    private static final double EXACT_LIMIT = 0x1p53;

    private final IndexRuns firstRuns = new IndexRuns();
    private final IndexRuns endRuns = new IndexRuns();
    private boolean inRuns;
    private double[] before = new double[1];
    private double[] beforeWindow = {};

    /** Looks at where the windows lie; call it before {@link #sums} whenever they have moved. */
    void locate(FloatWindows windows) {
        int steps = windows.grid.count();
        inRuns = firstRuns.find(windows.first, steps) && endRuns.find(windows.end, steps);
        if (beforeWindow.length < steps) {
            beforeWindow = new double[steps];
        }
    }

    /**
     * Adds up the values; returns false where they are not of this kind. Four at a time: a sum then waits for one addition
     * in four, and there is one branch for four.
     */
    boolean build(double[] values, int size) {
        if (before.length <= size) {
            before = new double[values.length + 1];
        }
        double sum = 0;
        double magnitude = 0;
        int i = 0;
        for (; i <= size - 4; i += 4) {
            double a = values[i];
            double b = values[i + 1];
            double c = values[i + 2];
            double d = values[i + 3];
            magnitude += Math.abs(a) + Math.abs(b) + (Math.abs(c) + Math.abs(d));
            if (isBroken(fraction(a) + fraction(b) + (fraction(c) + fraction(d)), magnitude)) {
                return false;
            }
            before[i + 1] = sum + a;
            before[i + 2] = sum + (a + b);
            before[i + 3] = sum + (a + b + c);
            sum += a + b + (c + d);
            before[i + 4] = sum;
        }
        for (; i < size; i++) {
            magnitude += Math.abs(values[i]);
            if (isBroken(fraction(values[i]), magnitude)) {
                return false;
            }
            sum += values[i];
            before[i + 1] = sum;
        }
        return true;
    }

    /** Returns how far a value is from a whole number: 0, more, or NaN where it is not finite. */
    private static double fraction(double value) {
        return Math.abs(value - Math.rint(value));
    }

    /** Written so that NaN is broken. */
    private static boolean isBroken(double fraction, double magnitude) {
        return !(fraction == 0 && magnitude < EXACT_LIMIT);
    }

    /** Gives the sum of the values {@code [first, end)} of each window. */
    void sums(FloatWindows windows, double[] results) {
        if (inRuns) {
            endRuns.copy(before, results);
            firstRuns.copy(before, beforeWindow);
            subtract(results, beforeWindow);
            return;
        }
        double[] prefixes = before;
        for (int i = 0; i < results.length; i++) {
            results[i] = prefixes[windows.end[i]] - prefixes[windows.first[i]];
        }
    }

    /** A loop of its own, of one index, so that it is compiled to subtractions of vectors. */
    private static void subtract(double[] from, double[] what) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= what[i];
        }
    }
}
