package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.batch.WindowLeaps;
import io.dunlin.promql.histogram.HistogramStats;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SeriesReader;

/** Reads all samples of one series that any window may need, into a cleared buffer. Used by one worker. */
@FunctionalInterface
interface SampleReader {
    /** Appends the samples of a series in time order. */
    void read(int series, SampleBuffer into);

    /** Reads from the storage; stale markers are included. */
    static SampleReader of(SeriesReader reader) {
        return reader::read;
    }

    /** Leaves the buckets of native histograms out; counter resets are looked for before, and noted in the hints. */
    default SampleReader withoutBuckets(WindowLeaps leaps) {
        return (series, into) -> {
            read(series, into);
            HistogramStats.dropBuckets(into, leaps);
        };
    }

    /**
     * Reads the results of a subquery. A reset hint of a histogram tells how it follows the sample before it, which need
     * not be among the results or may be there several times, so only gauges keep their hint.
     */
    static SampleReader of(Frame results, long[] times) {
        return (series, into) -> {
            StepColumn column = results.column(series);
            for (int step = 0; step < times.length; step++) {
                FloatHistogram histogram = column.histogram(step);
                if (histogram != null) {
                    into.add(times[step], withoutResetHint(histogram));
                } else if (column.has(step)) {
                    into.add(times[step], column.values()[step]);
                }
            }
        };
    }

    private static FloatHistogram withoutResetHint(FloatHistogram h) {
        if (h.counterResetHint() == CounterResetHint.UNKNOWN || h.counterResetHint() == CounterResetHint.GAUGE) {
            return h;
        }
        return new FloatHistogram(
                h.schema(),
                CounterResetHint.UNKNOWN,
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
