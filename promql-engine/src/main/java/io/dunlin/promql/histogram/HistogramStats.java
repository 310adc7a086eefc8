package io.dunlin.promql.histogram;

import io.dunlin.promql.batch.WindowLeaps;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.BitSet;

/**
 * Drops the buckets of histograms where a query asks only for count and sum. Counter resets, which the buckets tell, are
 * looked for before, and written into the hints; but not across samples that a reader of the windows, as Prometheus's is,
 * leaps over.
 */
public final class HistogramStats {
    private static final double[] NO_BUCKETS = {};
    private static final int[] NO_SPANS = {};

    private HistogramStats() {}

    /**
     * Replaces the histograms of a buffer, in place, by histograms without buckets.
     *
     * @param samples all samples of a series that any window reads
     * @param leaps where a reader of the windows leaps
     */
    public static void dropBuckets(SampleBuffer samples, WindowLeaps leaps) {
        FloatHistogram[] histograms = samples.histograms();
        if (histograms == null) {
            return;
        }
        BitSet landings = leaps.landings(samples);
        FloatHistogram previous = null;
        for (int i = 0; i < samples.size(); i++) {
            if (landings.get(i)) {
                previous = null;
            }
            FloatHistogram current = histograms[i];
            if (current == null) {
                continue;
            }
            if (current.isStale()) {
                histograms[i] = withoutBuckets(current, current.counterResetHint());
                continue;
            }
            histograms[i] = withoutBuckets(current, explicitHint(current, previous));
            previous = current;
        }
    }

    private static CounterResetHint explicitHint(FloatHistogram current, FloatHistogram previous) {
        if (current.counterResetHint() != CounterResetHint.UNKNOWN || previous == null) {
            return current.counterResetHint();
        }
        return CounterResets.detect(current, previous) ? CounterResetHint.RESET : CounterResetHint.NOT_RESET;
    }

    private static FloatHistogram withoutBuckets(FloatHistogram h, CounterResetHint hint) {
        return new FloatHistogram(
                h.schema(), hint, 0, 0, h.count(), h.sum(), NO_SPANS, NO_BUCKETS, NO_SPANS, NO_BUCKETS, NO_BUCKETS);
    }
}
