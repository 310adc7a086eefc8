package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.math.KahanSum;

/** {@code sum_over_time} and {@code avg_over_time} of floats. */
final class SumOverTime implements RangeFunction.FloatPart {
    private final boolean mean;
    private final IntegerPrefix prefix = new IntegerPrefix();
    private final WindowSums sums = new WindowSums();

    /** How many samples each window holds. */
    private double[] counts = {};

    /** How many windows hold none. */
    private int emptyWindows;

    private long generation = -1;

    SumOverTime(boolean mean) {
        this.mean = mean;
    }

    @Override
    public void evaluate(FloatWindows windows, KernelArgs args, StepColumn out) {
        count(windows);
        if (prefix.build(windows.values, windows.size)) {
            evaluateWhole(windows, out);
        } else {
            evaluateFractions(windows, args, out);
        }
        markPresent(out);
    }

    private void evaluateWhole(FloatWindows windows, StepColumn out) {
        prefix.sums(windows, out.values());
        if (mean) {
            divide(out.values(), counts);
        }
    }

    /** Counts the windows' samples; series with equal times have equal counts. */
    private void count(FloatWindows windows) {
        if (windows.areOf(generation)) {
            return;
        }
        generation = windows.generation;
        prefix.locate(windows);
        int steps = windows.grid.count();
        if (counts.length < steps) {
            counts = new double[steps];
        }
        emptyWindows = 0;
        for (int step = 0; step < steps; step++) {
            int count = windows.end[step] - windows.first[step];
            counts[step] = count;
            emptyWindows += count == 0 ? 1 : 0;
        }
    }

    /** A loop of its own, of nothing else, so that it is compiled to divisions of vectors. */
    private static void divide(double[] sums, double[] by) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= by[i];
        }
    }

    private void evaluateFractions(FloatWindows windows, KernelArgs args, StepColumn out) {
        sums.compute(windows, args);
        double[] results = out.values();
        for (int step = 0; step < results.length; step++) {
            double count = counts[step];
            double sum = sums.sum(step);
            if (!Double.isFinite(sum)) {
                results[step] = mean ? mean(windows.values, windows.first[step], windows.end[step]) : sum;
            } else {
                double error = sums.error(step);
                results[step] = mean ? sum / count + error / count : sum + error;
            }
        }
    }

    /** An empty window has no result. */
    private void markPresent(StepColumn out) {
        out.presentAll();
        for (int step = 0; emptyWindows > 0 && step < out.steps(); step++) {
            if (counts[step] == 0) {
                out.unset(step);
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
