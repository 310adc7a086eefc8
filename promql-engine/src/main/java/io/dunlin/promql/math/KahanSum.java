package io.dunlin.promql.math;

/**
 * Compensated summation with Neumaier's improvement, as Prometheus does it. A sum is a pair of the running total and the
 * error it has collected; hot loops hold both in local variables:
 *
 * <pre>{@code
 * double total = sum + value;
 * error = KahanSum.error(value, sum, total, error);
 * sum = total;
 * }</pre>
 *
 * <p>An infinite total drops the error, so that overflow stays infinite instead of turning into NaN. Neumaier asks which
 * summand is larger; Knuth's two-sum finds the same error, to the bit, without that branch, which real data make a coin toss.
 */
public final class KahanSum {
    private KahanSum() {}

    /**
     * Returns the new error after {@code value} was added to {@code sum}.
     *
     * @param total {@code sum + value}
     * @param error the error before
     */
    public static double error(double value, double sum, double total, double error) {
        if (Double.isInfinite(total)) {
            return 0;
        }
        double part = total - sum;
        return error + ((sum - (total - part)) + (value - part));
    }

    /** Adds {@code value} to the total {@code sums[i]} with the error {@code errors[i]}. */
    public static void add(double value, double[] sums, double[] errors, int i) {
        double total = sums[i] + value;
        errors[i] = error(value, sums[i], total, errors[i]);
        sums[i] = total;
    }
}
