package io.dunlin.promql.operator;

import io.dunlin.tsdb.model.FloatHistogram;

/** How many float samples a native histogram counts for in limits and statistics: by its size, as in Prometheus. */
final class HistogramWeight {
    /** Bytes of a float sample: time and value. */
    private static final int SAMPLE_BYTES = 16;

    /** Bytes of a histogram without spans and buckets, its time included. */
    private static final int FIXED_BYTES = 176;

    private static final int SPAN_BYTES = 8;

    private HistogramWeight() {}

    static int of(FloatHistogram h) {
        int spans = (h.positiveSpans().length + h.negativeSpans().length) / 2;
        int numbers = h.positiveBuckets().length
                + h.negativeBuckets().length
                + (h.customValues() == null ? 0 : h.customValues().length);
        return (FIXED_BYTES + spans * SPAN_BYTES + numbers * Double.BYTES) / SAMPLE_BYTES;
    }
}
