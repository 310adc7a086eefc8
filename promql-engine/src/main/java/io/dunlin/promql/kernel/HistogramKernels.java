package io.dunlin.promql.kernel;

import io.dunlin.promql.annotation.Infos;
import io.dunlin.promql.annotation.Warnings;
import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.histogram.HistogramMoments;
import io.dunlin.promql.histogram.HistogramQuantiles;
import io.dunlin.promql.histogram.HistogramQuantiles.Estimate;
import io.dunlin.promql.histogram.HistogramQuantiles.NaNObservations;
import io.dunlin.tsdb.model.FloatHistogram;
import java.util.function.ToDoubleFunction;

/** Functions of native histograms; floats have no result. */
public final class HistogramKernels {
    private HistogramKernels() {}

    /** Applies a function to the histogram at each step. */
    static InstantKernel each(ToDoubleFunction<FloatHistogram> function) {
        return (in, args, out) -> {
            for (int step = 0; in.hasHistograms() && step < in.steps(); step++) {
                FloatHistogram histogram = in.histogram(step);
                if (histogram != null) {
                    out.set(step, function.applyAsDouble(histogram));
                }
            }
        };
    }

    /** {@code histogram_stddev}. */
    static double standardDeviation(FloatHistogram histogram) {
        return Math.sqrt(HistogramMoments.variance(histogram));
    }

    /**
     * Warns of each value of an argument that is no quantile. The operator calls it once a query, whether or not the
     * vector has any series, and the kernels do not repeat it.
     */
    public static void warnOfInvalidQuantiles(KernelArgs args, int argument) {
        for (double phi : args.numbers(argument)) {
            if (!(phi >= 0 && phi <= 1)) {
                args.annotations().add(Warnings.invalidQuantile(phi, args.position(argument)));
            }
        }
    }

    /**
     * Returns the quantile of native histograms.
     *
     * @param phiArgument which argument of the call is φ
     * @param vectorArgument which argument of the call is the vector
     */
    public static InstantKernel quantile(int phiArgument, int vectorArgument) {
        return (in, args, out) -> {
            double[] phis = args.numbers(phiArgument);
            for (int step = 0; in.hasHistograms() && step < in.steps(); step++) {
                FloatHistogram histogram = in.histogram(step);
                if (histogram != null) {
                    Estimate estimate = HistogramQuantiles.quantile(phis[step], histogram);
                    noteNans(estimate.nans(), args, vectorArgument);
                    out.set(step, estimate.value());
                }
            }
        };
    }

    private static void noteNans(NaNObservations nans, KernelArgs args, int vectorArgument) {
        switch (nans) {
            case NONE -> {}
            case PRESENT ->
                args.annotations()
                        .add(Infos.nativeHistogramQuantileNanSkew(args.metricName(), args.position(vectorArgument)));
            case DECISIVE ->
                args.annotations()
                        .add(Infos.nativeHistogramQuantileNanResult(args.metricName(), args.position(vectorArgument)));
        }
    }

    /** {@code histogram_fraction(lower, upper, v)}. */
    static void fraction(StepColumn in, KernelArgs args, StepColumn out) {
        double[] lower = args.numbers(0);
        double[] upper = args.numbers(1);
        for (int step = 0; in.hasHistograms() && step < in.steps(); step++) {
            FloatHistogram histogram = in.histogram(step);
            if (histogram != null) {
                Estimate estimate = HistogramQuantiles.fraction(lower[step], upper[step], histogram);
                if (estimate.nans() != NaNObservations.NONE) {
                    args.annotations().add(Infos.nativeHistogramFractionNans(args.metricName(), args.position(2)));
                }
                out.set(step, estimate.value());
            }
        }
    }
}
