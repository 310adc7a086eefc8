package io.dunlin.promql.kernel;

import io.dunlin.promql.annotation.Infos;
import io.dunlin.promql.annotation.Monotonicity;
import io.dunlin.promql.batch.StepColumn;

/** Functions of classic histograms. */
public final class ClassicKernels {
    private ClassicKernels() {}

    /**
     * Returns the quantile of classic histograms. Of several quantiles of one histogram only the first that needs
     * monotonic buckets says that they were none, since the others get the mended ones.
     *
     * @param firstPhiArgument which argument of the call is the first φ
     * @param phiArgument which argument of the call is this kernel's φ
     * @param vectorArgument which argument of the call is the vector
     */
    public static BucketKernel quantile(int firstPhiArgument, int phiArgument, int vectorArgument) {
        ClassicBuckets histogram = new ClassicBuckets();
        return (upperBounds, buckets, args, out) -> {
            double[] phis = args.numbers(phiArgument);
            for (int step = 0; step < out.steps(); step++) {
                if (!histogram.load(upperBounds, buckets, step)) {
                    continue;
                }
                out.set(step, histogram.quantile(phis[step]));
                if (histogram.forced && isFirst(args, firstPhiArgument, phiArgument, step)) {
                    note(histogram, step, args, vectorArgument);
                }
            }
        };
    }

    private static boolean isFirst(KernelArgs args, int firstPhiArgument, int phiArgument, int step) {
        for (int argument = firstPhiArgument; argument < phiArgument; argument++) {
            double phi = args.numbers(argument)[step];
            if (phi >= 0 && phi <= 1) {
                return false;
            }
        }
        return true;
    }

    private static void note(ClassicBuckets histogram, int step, KernelArgs args, int vectorArgument) {
        Monotonicity mended = Monotonicity.once(
                args.steps().time(step),
                args.steps().count() - step,
                histogram.lowestForced,
                histogram.highestForced,
                histogram.greatestForced);
        args.annotations().add(Infos.forcedMonotonicity(args.metricName(), args.position(vectorArgument), mended));
    }

    /** {@code histogram_fraction(lower, upper, v)}. */
    static BucketKernel fraction() {
        ClassicBuckets histogram = new ClassicBuckets();
        return (upperBounds, buckets, args, out) -> fraction(histogram, upperBounds, buckets, args, out);
    }

    private static void fraction(
            ClassicBuckets histogram, double[] upperBounds, StepColumn[] buckets, KernelArgs args, StepColumn out) {
        double[] lower = args.numbers(0);
        double[] upper = args.numbers(1);
        for (int step = 0; step < out.steps(); step++) {
            if (histogram.load(upperBounds, buckets, step)) {
                out.set(step, histogram.fraction(lower[step], upper[step]));
            }
        }
    }
}
