package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.math.KahanSum;

/** {@code sum_over_time} and {@code avg_over_time} of floats. */
final class SumOverTime implements RangeFunction.FloatPart {
    private final boolean mean;
    private final IntegerPrefix prefix = new IntegerPrefix();

    SumOverTime(boolean mean) {
        this.mean = mean;
    }

    @Override
    public void evaluate(FloatWindows windows, KernelArgs args, StepColumn out) {
        boolean whole = prefix.build(windows.values, windows.size);
        for (int step = 0; step < windows.grid.count(); step++) {
            int first = windows.first[step];
            int end = windows.end[step];
            if (first == end) {
                continue;
            }
            if (whole) {
                double sum = prefix.sum(first, end);
                out.set(step, mean ? sum / (end - first) : sum);
            } else {
                out.set(step, mean ? mean(windows.values, first, end) : sum(windows.values, first, end));
            }
        }
    }

    /** Returns the compensated sum. */
    static double sum(double[] values, int first, int end) {
        double sum = 0;
        double error = 0;
        for (int i = first; i < end; i++) {
            double total = sum + values[i];
            error = KahanSum.error(values[i], sum, total, error);
            sum = total;
        }
        return Double.isInfinite(sum) ? sum : sum + error;
    }

    /** Returns the compensated sum divided by the count, or, from where the sum would overflow, a running mean. */
    static double mean(double[] values, int first, int end) {
        double sum = values[first];
        double error = 0;
        for (int i = first + 1; i < end; i++) {
            double total = sum + values[i];
            if (Double.isInfinite(total)) {
                return runningMean(values, i, end, sum / (i - first), error / (i - first), i - first);
            }
            error = KahanSum.error(values[i], sum, total, error);
            sum = total;
        }
        double count = end - first;
        return sum / count + error / count;
    }

    private static double runningMean(
            double[] values, int from, int end, double meanBefore, double errorBefore, double countBefore) {
        double mean = meanBefore;
        double error = errorBefore;
        double count = countBefore;
        for (int i = from; i < end; i++) {
            count++;
            double weight = (count - 1) / count;
            double share = values[i] / count;
            double scaled = weight * mean;
            mean = scaled + share;
            error = KahanSum.error(share, scaled, mean, weight * error);
        }
        return mean + error;
    }
}
