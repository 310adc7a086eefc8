package io.dunlin.promql.kernel;

import io.dunlin.promql.math.Extremes;
import java.util.Arrays;

/** Functions of scalars. */
final class ScalarKernels {
    private ScalarKernels() {}

    /** {@code time()}. */
    static void time(KernelArgs args, double[] out) {
        for (int step = 0; step < out.length; step++) {
            out[step] = args.steps().time(step) / 1000.0;
        }
    }

    /** {@code pi()}. */
    static void pi(KernelArgs args, double[] out) {
        Arrays.fill(out, Math.PI);
    }

    /** {@code max_of(a, b)}. */
    static void max(KernelArgs args, double[] out) {
        double[] a = args.numbers(0);
        double[] b = args.numbers(1);
        for (int step = 0; step < out.length; step++) {
            out[step] = Extremes.max(a[step], b[step]);
        }
    }

    /** {@code min_of(a, b)}. */
    static void min(KernelArgs args, double[] out) {
        double[] a = args.numbers(0);
        double[] b = args.numbers(1);
        for (int step = 0; step < out.length; step++) {
            out[step] = Extremes.min(a[step], b[step]);
        }
    }
}
