package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.math.KahanSum;

/** {@code deriv} and {@code predict_linear}: a least-squares line through the floats of a window. */
final class LinearRegression implements RangeFunction.FloatPart {
    private final boolean predict;
    private double slope;
    private double intercept;

    private LinearRegression(boolean predict) {
        this.predict = predict;
    }

    /** The slope per second. */
    static LinearRegression derivative() {
        return new LinearRegression(false);
    }

    /** The line's value a number of seconds (argument 1) after the evaluation time. */
    static LinearRegression prediction() {
        return new LinearRegression(true);
    }

    @Override
    public void evaluate(FloatWindows windows, KernelArgs args, StepColumn out) {
        double[] seconds = predict ? args.numbers(1) : null;
        for (int step = 0; step < windows.grid.count(); step++) {
            int first = windows.first[step];
            int end = windows.end[step];
            if (end - first < 2) {
                continue;
            }
            // The times are taken relative to one near them, or precision is lost.
            fit(windows, first, end, predict ? windows.grid.time(step) : windows.times[first]);
            out.set(step, predict ? slope * seconds[step] + intercept : slope);
        }
    }

    private void fit(FloatWindows windows, int first, int end, long origin) {
        double[] values = windows.values;
        if (isConstant(values, first, end)) {
            boolean finite = !Double.isInfinite(values[first]);
            slope = finite ? 0 : Double.NaN;
            intercept = finite ? values[first] : Double.NaN;
            return;
        }
        double sumX = 0;
        double sumY = 0;
        double sumXY = 0;
        double sumXX = 0;
        double errorX = 0;
        double errorY = 0;
        double errorXY = 0;
        double errorXX = 0;
        for (int i = first; i < end; i++) {
            double x = (windows.times[i] - origin) / 1e3;
            double y = values[i];
            double total = sumX + x;
            errorX = KahanSum.error(x, sumX, total, errorX);
            sumX = total;
            total = sumY + y;
            errorY = KahanSum.error(y, sumY, total, errorY);
            sumY = total;
            double product = x * y;
            total = sumXY + product;
            errorXY = KahanSum.error(product, sumXY, total, errorXY);
            sumXY = total;
            double square = x * x;
            total = sumXX + square;
            errorXX = KahanSum.error(square, sumXX, total, errorXX);
            sumXX = total;
        }
        solve(end - first, sumX + errorX, sumY + errorY, sumXY + errorXY, sumXX + errorXX);
    }

    private static boolean isConstant(double[] values, int first, int end) {
        for (int i = first + 1; i < end; i++) {
            if (values[i] != values[first]) {
                return false;
            }
        }
        return true;
    }

    private void solve(double n, double sumX, double sumY, double sumXY, double sumXX) {
        double covariance = sumXY - sumX * sumY / n;
        double variance = sumXX - sumX * sumX / n;
        slope = covariance / variance;
        intercept = sumY / n - slope * sumX / n;
    }
}
