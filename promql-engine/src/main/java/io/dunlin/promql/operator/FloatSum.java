package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;

/**
 * The sum of floats at every step, compensated: the rounding error of each addition is kept apart and added at the end, as
 * in Prometheus (Kahan's summation with Neumaier's improvement). The error is computed without a branch, by Knuth's
 * two-sum, which gives the same bits and lets the loop over the steps run in vector registers.
 */
final class FloatSum {
    private final double[] sums;
    private final double[] errors;

    FloatSum(int steps) {
        sums = new double[steps];
        errors = new double[steps];
    }

    /** Adds a column that has a float at every step. */
    void addAll(double[] values) {
        double[] s = sums;
        double[] e = errors;
        for (int i = 0; i < s.length; i++) {
            double value = values[i];
            double sum = s[i];
            double total = sum + value;
            double part = total - sum;
            e[i] += (sum - (total - part)) + (value - part);
            s[i] = total;
        }
    }

    /** Adds the floats of the steps that a word of presence bits marks. */
    void add(double[] values, int firstStep, long bits) {
        for (long rest = bits; rest != 0; rest &= rest - 1) {
            int step = firstStep + Long.numberOfTrailingZeros(rest);
            double sum = sums[step];
            double total = sum + values[step];
            double part = total - sum;
            errors[step] += (sum - (total - part)) + (values[step] - part);
            sums[step] = total;
        }
    }

    /** Returns the sum of a step. An infinite sum has no error: what the additions left there is not a number. */
    double at(int step) {
        return Double.isInfinite(sums[step]) ? sums[step] : sums[step] + errors[step];
    }

    /** Sets all sums of present steps. */
    void copyTo(StepColumn out) {
        for (int step = 0; step < sums.length; step++) {
            out.values()[step] = at(step);
        }
    }
}
