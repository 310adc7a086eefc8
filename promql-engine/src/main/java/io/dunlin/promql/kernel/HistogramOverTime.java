package io.dunlin.promql.kernel;

import io.dunlin.promql.annotation.HistogramOperation;
import io.dunlin.promql.annotation.Infos;
import io.dunlin.promql.annotation.Warnings;
import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.histogram.HistogramMean;
import io.dunlin.promql.histogram.HistogramSum;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;

/** {@code sum_over_time} and {@code avg_over_time} of native histograms. */
final class HistogramOverTime {
    private HistogramOverTime() {}

    /** Sets the sum of a window. */
    static void sum(HistogramWindows w, int step, int from, int to, KernelArgs args, StepColumn out) {
        HistogramSum sum = HistogramSum.of(w.histograms[from]);
        boolean reconciled = false;
        for (int i = from + 1; i < to; i++) {
            if (!sum.accepts(w.histograms[i])) {
                warnOfMixedSchemas(args);
                return;
            }
            sum.addCompensated(w.histograms[i]);
            reconciled |= sum.boundsReconciled();
        }
        note(w, from, to, reconciled, args);
        out.set(step, sum.settle().toHistogram());
    }

    /** Sets the mean of a window. */
    static void mean(HistogramWindows w, int step, int from, int to, KernelArgs args, StepColumn out) {
        HistogramMean mean = new HistogramMean(w.histograms[from]);
        for (int i = from + 1; i < to; i++) {
            if (!mean.accepts(w.histograms[i])) {
                warnOfMixedSchemas(args);
                return;
            }
            mean.add(w.histograms[i]);
        }
        note(w, from, to, mean.boundsReconciled(), args);
        out.set(step, mean.mean().toHistogram());
    }

    private static void warnOfMixedSchemas(KernelArgs args) {
        args.annotations().add(Warnings.mixedExponentialCustomHistograms(args.metricName(), args.position(0)));
    }

    private static void note(HistogramWindows w, int from, int to, boolean reconciled, KernelArgs args) {
        boolean reset = false;
        boolean notReset = false;
        for (int i = from; i < to; i++) {
            FloatHistogram histogram = w.histograms[i];
            reset |= histogram.counterResetHint() == CounterResetHint.RESET;
            notReset |= histogram.counterResetHint() == CounterResetHint.NOT_RESET;
        }
        if (reset && notReset) {
            args.annotations()
                    .add(Warnings.histogramCounterResetCollision(HistogramOperation.AGGREGATION, args.position(0)));
        }
        if (reconciled) {
            args.annotations().add(Infos.mismatchedCustomBuckets(HistogramOperation.AGGREGATION, args.position(0)));
        }
    }
}
