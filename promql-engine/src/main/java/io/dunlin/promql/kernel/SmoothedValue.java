package io.dunlin.promql.kernel;

import io.dunlin.promql.annotation.Warnings;
import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.batch.WindowBounds;
import io.dunlin.promql.histogram.CounterResets;
import io.dunlin.promql.histogram.HistogramSum;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import io.dunlin.tsdb.storage.SampleBuffer;

/**
 * The value of a {@code smoothed} instant selector: that of a sample at the evaluation time, else interpolated between the
 * samples before and after it, else the one before. The windows reach the lookback delta to both sides of the time.
 */
public final class SmoothedValue implements RangeKernel {
    @Override
    public void evaluate(SampleBuffer samples, WindowBounds windows, KernelArgs args, StepColumn out) {
        for (int step = 0; step < windows.count(); step++) {
            int first = windows.first()[step];
            int end = windows.end()[step];
            if (first == end) {
                continue;
            }
            int histograms = countHistograms(samples, first, end);
            if (histograms > 0 && histograms < end - first) {
                args.annotations().add(Warnings.mixedFloatsHistograms(args.metricName(), args.position(0)));
                continue;
            }
            long time = windows.grid().end(step);
            int next = first;
            while (next < end && samples.times()[next] < time) {
                next++;
            }
            Neighbours at = new Neighbours(first, next, end, time);
            if (histograms == 0) {
                setFloat(samples, at, step, out);
            } else {
                setHistogram(samples, at, args, step, out);
            }
        }
    }

    private static int countHistograms(SampleBuffer samples, int first, int end) {
        int count = 0;
        for (int i = first; samples.hasHistograms() && i < end; i++) {
            count += samples.histograms()[i] == null ? 0 : 1;
        }
        return count;
    }

    private static void setFloat(SampleBuffer samples, Neighbours at, int step, StepColumn out) {
        long[] times = samples.times();
        double[] values = samples.values();
        int next = at.next;
        if (next < at.end && times[next] == at.time) {
            out.set(step, values[next]);
        } else if (next > at.first && next < at.end) {
            double before = values[next - 1];
            double rise = (values[next] - before) * (double) (at.time - times[next - 1]);
            out.set(step, before + rise / (double) (times[next] - times[next - 1]));
        } else if (next > at.first) {
            out.set(step, values[next - 1]);
        }
    }

    /** The samples of a window and the first of them at or after the evaluation time. */
    private record Neighbours(int first, int next, int end, long time) {}

    private static void setHistogram(SampleBuffer samples, Neighbours at, KernelArgs args, int step, StepColumn out) {
        FloatHistogram[] histograms = samples.histograms();
        if (at.next < at.end && samples.times()[at.next] == at.time) {
            out.set(step, histograms[at.next]);
        } else if (at.next > at.first && at.next < at.end) {
            HistogramNotes notes = new HistogramNotes(args);
            FloatHistogram between = interpolate(samples, at, notes);
            notes.report();
            if (between != null) {
                out.set(step, between);
            }
        } else if (at.next > at.first) {
            out.set(
                    step,
                    HistogramSum.of(histograms[at.next - 1])
                            .hint(CounterResetHint.UNKNOWN)
                            .toHistogram());
        }
    }

    /** A histogram counts as a counter unless both say they are gauges. */
    private static FloatHistogram interpolate(SampleBuffer samples, Neighbours at, HistogramNotes notes) {
        FloatHistogram older = samples.histograms()[at.next - 1];
        FloatHistogram newer = samples.histograms()[at.next];
        HistogramSum result = HistogramSum.of(newer);
        if (!result.accepts(older)) {
            notes.mixedSchemas();
            return null;
        }
        long since = samples.times()[at.next - 1];
        double fraction = (double) (at.time - since) / (samples.times()[at.next] - since);
        boolean gauges = older.counterResetHint() == CounterResetHint.GAUGE
                && newer.counterResetHint() == CounterResetHint.GAUGE;
        if (!gauges && CounterResets.detect(newer, older)) {
            return result.multiply(fraction).toHistogram();
        }
        notes.subtract(result, older);
        notes.add(result.multiply(fraction), older);
        return result.toHistogram();
    }
}
