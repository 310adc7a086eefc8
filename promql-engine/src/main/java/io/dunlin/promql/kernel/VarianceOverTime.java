package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.math.KahanSum;

/** {@code stdvar_over_time} and {@code stddev_over_time}: Welford's running variance, both sums compensated. */
final class VarianceOverTime implements RangeFunction.FloatPart {
    private final boolean root;

    VarianceOverTime(boolean root) {
        this.root = root;
    }

    @Override
    public void evaluate(FloatWindows windows, KernelArgs args, StepColumn out) {
        for (int step = 0; step < windows.grid.count(); step++) {
            int first = windows.first[step];
            int end = windows.end[step];
            if (first < end) {
                double variance = variance(windows.values, first, end);
                out.set(step, root ? Math.sqrt(variance) : variance);
            }
        }
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
