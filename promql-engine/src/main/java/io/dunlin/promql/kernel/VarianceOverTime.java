package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.math.KahanSum;
import java.util.Arrays;

/**
 * {@code stdvar_over_time} and {@code stddev_over_time}: Welford's running variance, both sums compensated, for runs of
 * windows side by side ({@link WindowRuns}). A result that is not finite is computed again on its own, since the branchless
 * error of an addition ({@link WindowSums}) does not hold for infinite totals.
 */
final class VarianceOverTime implements RangeFunction.FloatPart {
    private final boolean root;
    private double[] column = new double[0];
    private double[] means = new double[0];
    private double[] meanErrors = new double[0];
    private double[] squares = new double[0];
    private double[] squaresErrors = new double[0];

    VarianceOverTime(boolean root) {
        this.root = root;
    }

    @Override
    public void evaluate(FloatWindows windows, KernelArgs args, StepColumn out) {
        int steps = windows.grid.count();
        reserve(steps);
        for (int step = 0; step < steps; ) {
            int run = WindowRuns.length(windows, step, steps);
            args.worked(windows.end[step] - windows.first[step]);
            if (windows.first[step] == windows.end[step]) {
                step += run;
                continue;
            }
            if (run >= WindowRuns.MIN_RUN) {
                addRun(windows, step, run, args);
                setRun(windows, step, run, out);
                step += run;
            } else {
                set(step, variance(windows.values, windows.first[step], windows.end[step]), out);
                step++;
            }
        }
    }

    private void reserve(int steps) {
        if (column.length < steps) {
            column = new double[steps];
            means = new double[steps];
            meanErrors = new double[steps];
            squares = new double[steps];
            squaresErrors = new double[steps];
        }
    }

    private void addRun(FloatWindows windows, int step, int run, KernelArgs args) {
        int start = windows.first[step];
        int length = windows.end[step] - start;
        int distance = windows.first[step + 1] - start;
        Arrays.fill(means, 0, run, 0);
        Arrays.fill(meanErrors, 0, run, 0);
        Arrays.fill(squares, 0, run, 0);
        Arrays.fill(squaresErrors, 0, run, 0);
        for (int j = 0; j < length; j++) {
            WindowRuns.gather(windows.values, start + j, distance, column, run);
            addColumn(j + 1, run);
            args.worked(run);
        }
    }

    private void addColumn(double count, int run) {
        double[] values = column;
        double[] m = means;
        double[] me = meanErrors;
        double[] s = squares;
        double[] se = squaresErrors;
        for (int i = 0; i < run; i++) {
            double value = values[i];
            double mean = m[i];
            double delta = value - (mean + me[i]);
            double share = delta / count;
            double newMean = mean + share;
            double part = newMean - mean;
            double meanError = me[i] + ((mean - (newMean - part)) + (share - part));
            double square = delta * (value - (newMean + meanError));
            double sum = s[i];
            double newSum = sum + square;
            part = newSum - sum;
            se[i] += (sum - (newSum - part)) + (square - part);
            m[i] = newMean;
            me[i] = meanError;
            s[i] = newSum;
        }
    }

    private void setRun(FloatWindows windows, int step, int run, StepColumn out) {
        for (int i = 0; i < run; i++) {
            int first = windows.first[step + i];
            int end = windows.end[step + i];
            double variance = (squares[i] + squaresErrors[i]) / (end - first);
            set(step + i, Double.isFinite(variance) ? variance : variance(windows.values, first, end), out);
        }
    }

    private void set(int step, double variance, StepColumn out) {
        out.set(step, root ? Math.sqrt(variance) : variance);
    }

    private static double variance(double[] values, int first, int end) {
        double count = 0;
        double mean = 0;
        double meanError = 0;
        double squares = 0;
        double squaresError = 0;
        for (int i = first; i < end; i++) {
            count++;
            double delta = values[i] - (mean + meanError);
            double share = delta / count;
            double newMean = mean + share;
            meanError = KahanSum.error(share, mean, newMean, meanError);
            mean = newMean;
            double square = delta * (values[i] - (mean + meanError));
            double newSquares = squares + square;
            squaresError = KahanSum.error(square, squares, newSquares, squaresError);
            squares = newSquares;
        }
        return (squares + squaresError) / count;
    }
}
