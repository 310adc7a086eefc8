package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.math.KahanSum;

/**
 * {@code deriv} and {@code predict_linear}: a least-squares line through the floats of a window. Runs of windows are added up
 * side by side ({@link WindowRuns}); the sums over times alone are kept while the times stay the same. A result that is not
 * finite is computed again on its own, since the branchless error of an addition ({@link WindowSums}) does not hold for
 * infinite totals.
 */
final class LinearRegression implements RangeFunction.FloatPart {
    private final boolean predict;
    private final RegressionTimes times = new RegressionTimes();
    private double[] column = new double[0];
    private double[] sumY = new double[0];
    private double[] errorY = new double[0];
    private double[] sumXY = new double[0];
    private double[] errorXY = new double[0];
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
        int steps = windows.grid.count();
        reserve(steps);
        times.prepare(windows, predict, args);
        for (int step = 0; step < steps; ) {
            int run = times.run(step);
            if (windows.end[step] - windows.first[step] < 2) {
                step++;
                continue;
            }
            if (run > 0) {
                addRun(windows, step, run, args);
            }
            for (int i = 0; i < Math.max(run, 1); i++, step++) {
                if (run > 0) {
                    solve(windows, step, i);
                } else {
                    args.worked(windows.end[step] - windows.first[step]);
                    fit(windows, step);
                }
                out.set(step, predict ? slope * seconds[step] + intercept : slope);
            }
        }
    }

    private void reserve(int steps) {
        if (column.length < steps) {
            column = new double[steps];
            sumY = new double[steps];
            errorY = new double[steps];
            sumXY = new double[steps];
            errorXY = new double[steps];
        }
    }

    private void addRun(FloatWindows windows, int step, int run, KernelArgs args) {
        int start = windows.first[step];
        int length = windows.end[step] - start;
        int distance = windows.first[step + 1] - start;
        for (int i = 0; i < run; i++) {
            sumY[i] = 0;
            errorY[i] = 0;
            sumXY[i] = 0;
            errorXY[i] = 0;
        }
        for (int j = 0; j < length; j++) {
            WindowRuns.gather(windows.values, start + j, distance, column, run);
            addColumn(times.seconds(step, j), run);
            args.worked(run);
        }
    }

    private void addColumn(double[] x, int run) {
        double[] values = column;
        double[] s = sumY;
        double[] e = errorY;
        double[] sx = sumXY;
        double[] ex = errorXY;
        for (int i = 0; i < run; i++) {
            double value = values[i];
            double sum = s[i];
            double total = sum + value;
            double part = total - sum;
            e[i] += (sum - (total - part)) + (value - part);
            s[i] = total;
            double product = x[i] * value;
            double sumOfProducts = sx[i];
            double totalOfProducts = sumOfProducts + product;
            double partOfProducts = totalOfProducts - sumOfProducts;
            ex[i] += (sumOfProducts - (totalOfProducts - partOfProducts)) + (product - partOfProducts);
            sx[i] = totalOfProducts;
        }
    }

    /** Solves the {@code i}-th window of the run that was added up. */
    private void solve(FloatWindows windows, int step, int i) {
        int first = windows.first[step];
        int end = windows.end[step];
        solve(end - first, times.sumX(step), sumY[i] + errorY[i], sumXY[i] + errorXY[i], times.sumXX(step));
        if (!Double.isFinite(slope) || !Double.isFinite(intercept) || isConstant(windows.values, first, end)) {
            fit(windows, step);
        }
    }

    private void fit(FloatWindows windows, int step) {
        int first = windows.first[step];
        int end = windows.end[step];
        double[] values = windows.values;
        if (isConstant(values, first, end)) {
            boolean finite = !Double.isInfinite(values[first]);
            slope = finite ? 0 : Double.NaN;
            intercept = finite ? values[first] : Double.NaN;
            return;
        }
        // The times are taken relative to one near them, or precision is lost.
        long origin = RegressionTimes.origin(windows, step, predict);
        double y = 0;
        double yError = 0;
        double xy = 0;
        double xyError = 0;
        for (int i = first; i < end; i++) {
            double total = y + values[i];
            yError = KahanSum.error(values[i], y, total, yError);
            y = total;
            double product = RegressionTimes.seconds(windows.times[i], origin) * values[i];
            total = xy + product;
            xyError = KahanSum.error(product, xy, total, xyError);
            xy = total;
        }
        solve(end - first, times.sumX(step), y + yError, xy + xyError, times.sumXX(step));
    }

    private static boolean isConstant(double[] values, int first, int end) {
        for (int i = first + 1; i < end; i++) {
            if (values[i] != values[first]) {
                return false;
            }
        }
        return true;
    }

    private void solve(double n, double x, double y, double xy, double xx) {
        double covariance = xy - x * y / n;
        double variance = xx - x * x / n;
        slope = covariance / variance;
        intercept = y / n - slope * x / n;
    }
}
