package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import java.util.Arrays;

/**
 * Whether a histogram may follow another in one chunk, and what is known of a counter reset between them. A chunk holds one
 * resolution and no reset, so that a reader may take differences within it.
 */
enum HistogramFit {
    /** It may follow. */
    FITS,
    /** It may not: a counter was reset. */
    RESET,
    /** It may not, though no reset is seen: counters and gauges do not mix. */
    OTHER_KIND,
    /** It may not, and whether there was a reset was not looked into. */
    UNKNOWN;

    /**
     * Decides it.
     *
     * @param gauges whether the chunk holds gauges
     * @param last the sample that the chunk ends with
     */
    static HistogramFit of(boolean gauges, FloatHistogram last, FloatHistogram next) {
        boolean nextIsGauge = next.counterResetHint() == CounterResetHint.GAUGE;
        if (gauges != nextIsGauge) {
            return OTHER_KIND;
        }
        if (next.counterResetHint() == CounterResetHint.RESET) {
            return RESET;
        }
        if (next.isStale()) {
            return FITS;
        }
        if (last.isStale()) {
            return UNKNOWN;
        }
        return gauges ? ofGauges(last, next) : ofCounters(last, next);
    }

    private static HistogramFit ofGauges(FloatHistogram last, FloatHistogram next) {
        return sameResolution(last, next) && sameBounds(last, next) ? FITS : UNKNOWN;
    }

    private static HistogramFit ofCounters(FloatHistogram last, FloatHistogram next) {
        if (next.count() < last.count()) {
            return RESET;
        }
        if (!sameResolution(last, next)) {
            return UNKNOWN;
        }
        boolean reset = !sameBounds(last, next)
                || next.zeroCount() < last.zeroCount()
                || anyFell(last.positiveSpans(), last.positiveBuckets(), next.positiveSpans(), next.positiveBuckets())
                || anyFell(last.negativeSpans(), last.negativeBuckets(), next.negativeSpans(), next.negativeBuckets());
        return reset ? RESET : FITS;
    }

    private static boolean sameResolution(FloatHistogram last, FloatHistogram next) {
        return next.schema() == last.schema() && next.zeroThreshold() == last.zeroThreshold();
    }

    private static boolean sameBounds(FloatHistogram last, FloatHistogram next) {
        return !next.usesCustomBuckets() || Arrays.equals(next.customValues(), last.customValues());
    }

    private static boolean anyFell(int[] lastSpans, double[] last, int[] nextSpans, double[] next) {
        return BucketSpans.anyFell(last, BucketSpans.indexes(lastSpans), next, BucketSpans.indexes(nextSpans));
    }
}
