package io.dunlin.promql.kernel;

import io.dunlin.promql.annotation.Warnings;
import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.batch.WindowBounds;
import io.dunlin.promql.histogram.CounterResets;
import io.dunlin.promql.histogram.HistogramSum;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import io.dunlin.tsdb.storage.SampleBuffer;

/** {@code irate} and {@code idelta}: the last two samples of a window, divided by their distance or not. */
final class InstantRate implements RangeKernel {
    private final boolean rate;

    InstantRate(boolean rate) {
        this.rate = rate;
    }

    @Override
    public void evaluate(SampleBuffer samples, WindowBounds windows, KernelArgs args, StepColumn out) {
        boolean useStarts = rate && args.useStartTimestamps() && samples.startTimes() != null;
        double[] values = samples.values();
        long[] times = samples.times();
        for (int step = 0; step < windows.count(); step++) {
            int last = windows.end()[step] - 1;
            if (last <= windows.first()[step]) {
                continue;
            }
            boolean startReset = useStarts && startReset(samples, last);
            if (samples.hasHistograms() && (isHistogram(samples, last) || isHistogram(samples, last - 1))) {
                ofHistograms(samples, last, startReset, step, args, out);
                continue;
            }
            double result = values[last];
            if (!rate || !(values[last] < values[last - 1] || startReset)) {
                result = values[last] - values[last - 1];
            }
            out.set(step, rate ? result / ((times[last] - times[last - 1]) / 1000.0) : result);
        }
    }

    private static boolean startReset(SampleBuffer samples, int last) {
        long[] starts = samples.startTimes();
        long[] times = samples.times();
        return StartTimes.isReset(starts[last - 1], times[last - 1], starts[last], times[last]);
    }

    private static boolean isHistogram(SampleBuffer samples, int i) {
        return samples.histograms()[i] != null;
    }

    private void ofHistograms(
            SampleBuffer samples, int last, boolean startReset, int step, KernelArgs args, StepColumn out) {
        FloatHistogram newer = samples.histograms()[last];
        FloatHistogram older = samples.histograms()[last - 1];
        if (newer == null || older == null) {
            args.annotations().add(Warnings.mixedFloatsHistograms(args.metricName(), args.position(0)));
            return;
        }
        HistogramNotes notes = new HistogramNotes(args);
        boolean bothGauges = isGauge(newer) && isGauge(older);
        if (rate && (isGauge(newer) || isGauge(older))) {
            notes.notCounter();
        } else if (!rate && !bothGauges) {
            notes.notGauge();
        }
        HistogramSum result = HistogramSum.of(newer);
        boolean subtracts = !rate || (!startReset && !CounterResets.detect(newer, older));
        boolean valid = !subtracts || notes.subtract(result, older);
        notes.report();
        if (valid) {
            result.hint(CounterResetHint.GAUGE).compact();
            if (rate) {
                result.divide((samples.times()[last] - samples.times()[last - 1]) / 1000.0);
            }
            out.set(step, result.toHistogram());
        }
    }

    private static boolean isGauge(FloatHistogram histogram) {
        return histogram.counterResetHint() == CounterResetHint.GAUGE;
    }
}
