package io.dunlin.promql.testing;

import io.dunlin.promql.histogram.CounterResets;
import io.dunlin.promql.testing.InMemoryStorage.Sample;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import java.util.Arrays;

/**
 * What a chunk does to the counter reset hints of histograms: within a chunk there is no reset, so that only its first
 * sample reads as unknown; a sample that cannot follow the one before begins a new chunk; gauges stay gauges.
 */
final class HistogramChunks {
    private HistogramChunks() {}

    static Sample read(Sample sample, Sample before) {
        FloatHistogram histogram = sample.histogram();
        if (histogram == null || histogram.isStale() || histogram.counterResetHint() == CounterResetHint.GAUGE) {
            return sample;
        }
        boolean follows = before != null && before.histogram() != null && follows(histogram, before.histogram());
        CounterResetHint hint = follows ? CounterResetHint.NOT_RESET : CounterResetHint.UNKNOWN;
        return new Sample(sample.startTime(), sample.time(), 0, withHint(histogram, hint));
    }

    private static boolean follows(FloatHistogram histogram, FloatHistogram before) {
        return histogram.counterResetHint() != CounterResetHint.RESET
                && before.counterResetHint() != CounterResetHint.GAUGE
                && !before.isStale()
                && histogram.schema() == before.schema()
                && histogram.zeroThreshold() == before.zeroThreshold()
                && Arrays.equals(histogram.customValues(), before.customValues())
                && !CounterResets.detect(histogram, withHint(before, CounterResetHint.UNKNOWN));
    }

    private static FloatHistogram withHint(FloatHistogram h, CounterResetHint hint) {
        return new FloatHistogram(
                h.schema(),
                hint,
                h.zeroThreshold(),
                h.zeroCount(),
                h.count(),
                h.sum(),
                h.positiveSpans(),
                h.positiveBuckets(),
                h.negativeSpans(),
                h.negativeBuckets(),
                h.customValues());
    }
}
