package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.result.QueryException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** {@code double_exponential_smoothing(range, smoothing factor, trend factor)}: Holt's linear method. */
final class DoubleExponentialSmoothing implements RangeFunction.FloatPart {
    @Override
    public void evaluate(FloatWindows windows, KernelArgs args, StepColumn out) {
        double[] smoothing = args.numbers(1);
        double[] trend = args.numbers(2);
        for (int step = 0; step < windows.grid.count(); step++) {
            int first = windows.first[step];
            int end = windows.end[step];
            if (first == end) {
                continue;
            }
            check("invalid smoothing factor. Expected: 0 < sf < 1, got: ", smoothing[step]);
            check("invalid trend factor. Expected: 0 < tf < 1, got: ", trend[step]);
            args.worked(end - first);
            if (end - first >= 2) {
                out.set(step, smooth(windows.values, first, end, smoothing[step], trend[step]));
            }
        }
    }

    private static void check(String message, double factor) {
        if (factor <= 0 || factor >= 1) {
            throw QueryException.execution(message + sixDecimals(factor));
        }
    }

    /** Prints a number as Go's {@code %f} does. */
    private static String sixDecimals(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static double smooth(double[] values, int first, int end, double smoothing, double trend) {
        double before = 0;
        double smoothed = values[first];
        double slope = values[first + 1] - values[first];
        for (int i = first + 1; i < end; i++) {
            double x = smoothing * values[i];
            if (i > first + 1) {
                slope = trend * (smoothed - before) + (1 - trend) * slope;
            }
            double y = (1 - smoothing) * (smoothed + slope);
            before = smoothed;
            smoothed = x + y;
        }
        return smoothed;
    }
}
