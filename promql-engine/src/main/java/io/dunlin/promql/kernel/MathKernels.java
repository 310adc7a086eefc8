package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.math.Extremes;
import java.util.function.DoubleUnaryOperator;

/** Functions of single floats; histograms have no result. */
final class MathKernels {
    private MathKernels() {}

    /** Applies a function to the float at each step. */
    static InstantKernel each(DoubleUnaryOperator function) {
        return (in, args, out) -> {
            for (int step = 0; step < in.steps(); step++) {
                if (isFloat(in, step)) {
                    out.set(step, function.applyAsDouble(in.values()[step]));
                }
            }
        };
    }

    private static boolean isFloat(StepColumn in, int step) {
        return in.has(step) && in.histogram(step) == null;
    }

    /** {@code sgn}; zero and NaN stay. */
    static double sign(double value) {
        if (value < 0) {
            return -1;
        }
        return value > 0 ? 1 : value;
    }

    /** {@code rad}. */
    static double radians(double degrees) {
        return degrees * Math.PI / 180;
    }

    /** {@code deg}. */
    static double degrees(double radians) {
        return radians * 180 / Math.PI;
    }

    /** {@code clamp(v, min, max)}. */
    static void clamp(StepColumn in, KernelArgs args, StepColumn out) {
        clamp(in, args.numbers(1), args.numbers(2), out);
    }

    /** {@code clamp_min(v, min)}. */
    static void clampMin(StepColumn in, KernelArgs args, StepColumn out) {
        clamp(in, args.numbers(1), null, out);
    }

    /** {@code clamp_max(v, max)}. */
    static void clampMax(StepColumn in, KernelArgs args, StepColumn out) {
        clamp(in, null, args.numbers(1), out);
    }

    /** No result where the bounds are crossed; a bound of null is none. */
    private static void clamp(StepColumn in, double[] min, double[] max, StepColumn out) {
        for (int step = 0; step < in.steps(); step++) {
            double low = min == null ? Double.NEGATIVE_INFINITY : min[step];
            double high = max == null ? Double.POSITIVE_INFINITY : max[step];
            if (!(high < low) && isFloat(in, step)) {
                out.set(step, Extremes.max(low, Extremes.min(high, in.values()[step])));
            }
        }
    }

    /** {@code round(v, to_nearest)}. */
    static void round(StepColumn in, KernelArgs args, StepColumn out) {
        double[] nearest = args.numbers(1);
        for (int step = 0; step < in.steps(); step++) {
            if (isFloat(in, step)) {
                // Dividing by the inverse loses less than multiplying by to_nearest.
                double inverse = nearest == null ? 1.0 : 1.0 / nearest[step];
                out.set(step, Math.floor(in.values()[step] * inverse + 0.5) / inverse);
            }
        }
    }
}
