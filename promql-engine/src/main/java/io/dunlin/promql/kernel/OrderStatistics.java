package io.dunlin.promql.kernel;

import io.dunlin.promql.annotation.Warnings;
import io.dunlin.promql.batch.StepColumn;
import java.util.Arrays;

/** Functions of the sorted values of a window: {@code quantile_over_time} and {@code mad_over_time}. */
public final class OrderStatistics {
    /** What a sample costs to be sorted, more than to be added. */
    private static final long SORTING_WORK = 16;

    private OrderStatistics() {}

    /**
     * Returns the φ-quantile of the values {@code [0, count)}: weighted between the two nearest ranks, −∞ for φ below 0,
     * +∞ above 1, NaN for NaN or without values. NaN values sort first. The array is sorted.
     */
    public static double quantile(double phi, double[] values, int count) {
        if (count == 0 || Double.isNaN(phi)) {
            return Double.NaN;
        }
        if (phi < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (phi > 1) {
            return Double.POSITIVE_INFINITY;
        }
        sortNanFirst(values, count);
        double rank = phi * (count - 1);
        double lower = Math.max(0, Math.floor(rank));
        double upper = Math.min(count - 1, lower + 1);
        double weight = rank - Math.floor(rank);
        return values[(int) lower] * (1 - weight) + values[(int) upper] * weight;
    }

    private static void sortNanFirst(double[] values, int count) {
        int nans = 0;
        for (int i = 0; i < count; i++) {
            if (Double.isNaN(values[i])) {
                values[i] = values[nans];
                values[nans++] = Double.NaN;
            }
        }
        Arrays.sort(values, nans, count);
    }

    /** {@code quantile_over_time(φ, range)}: the window is kept sorted while it slides. */
    static final class QuantileOverTime implements RangeFunction.FloatPart {
        private final SortedWindow sorted = new SortedWindow();

        @Override
        public void evaluate(FloatWindows windows, KernelArgs args, StepColumn out) {
            double[] phis = args.numbers(0);
            sorted.open(windows.values);
            for (int step = 0; step < windows.grid.count(); step++) {
                int first = windows.first[step];
                int end = windows.end[step];
                if (first == end) {
                    continue;
                }
                double phi = phis[step];
                if (!(phi >= 0 && phi <= 1)) {
                    args.annotations().add(Warnings.invalidQuantile(phi, args.position(0)));
                }
                args.worked(end - first);
                sorted.moveTo(first, end);
                out.set(step, quantile(phi, sorted));
            }
        }

        private static double quantile(double phi, SortedWindow sorted) {
            if (Double.isNaN(phi)) {
                return Double.NaN;
            }
            if (phi < 0) {
                return Double.NEGATIVE_INFINITY;
            }
            if (phi > 1) {
                return Double.POSITIVE_INFINITY;
            }
            double rank = phi * (sorted.size() - 1);
            int lower = (int) Math.max(0, Math.floor(rank));
            int upper = Math.min(sorted.size() - 1, lower + 1);
            double weight = rank - Math.floor(rank);
            return sorted.at(lower) * (1 - weight) + sorted.at(upper) * weight;
        }
    }

    private static double[] copy(FloatWindows windows, int step, double[] scratch) {
        int count = windows.end[step] - windows.first[step];
        double[] target = scratch.length < count ? new double[windows.size] : scratch;
        System.arraycopy(windows.values, windows.first[step], target, 0, count);
        return target;
    }

    /** {@code mad_over_time(range)}: the median distance from the median; NaN with any NaN. */
    static final class MedianDeviation implements RangeFunction.FloatPart {
        private double[] scratch = new double[0];

        @Override
        public void evaluate(FloatWindows windows, KernelArgs args, StepColumn out) {
            for (int step = 0; step < windows.grid.count(); step++) {
                int count = windows.end[step] - windows.first[step];
                if (count > 0) {
                    args.worked(SORTING_WORK * count);
                    scratch = copy(windows, step, scratch);
                    out.set(step, deviation(scratch, count));
                }
            }
        }

        private static double deviation(double[] values, int count) {
            for (int i = 0; i < count; i++) {
                if (Double.isNaN(values[i])) {
                    return Double.NaN;
                }
            }
            double median = quantile(0.5, values, count);
            for (int i = 0; i < count; i++) {
                values[i] = Math.abs(values[i] - median);
            }
            return quantile(0.5, values, count);
        }
    }
}
