package io.dunlin.promql.histogram;

import io.dunlin.promql.number.GoFloatFormat;
import io.dunlin.tsdb.model.FloatHistogram;

/** Prints a histogram as Prometheus does where one becomes text: {@code {count:3, sum:4.5, (1,2]:3}}. */
public final class HistogramText {
    private HistogramText() {}

    /** Returns count, sum and all populated buckets from the lowest to the highest. */
    public static String print(FloatHistogram histogram) {
        StringBuilder out = new StringBuilder("{count:")
                .append(GoFloatFormat.general(histogram.count()))
                .append(", sum:")
                .append(GoFloatFormat.general(histogram.sum()));
        for (BucketCursor buckets = BucketCursor.ascending(histogram); buckets.next(); ) {
            if (buckets.count() != 0) {
                appendBucket(out, buckets);
            }
        }
        return out.append('}').toString();
    }

    /** Bounds away from zero are open; the zero bucket is closed at both ends. */
    private static void appendBucket(StringBuilder out, BucketCursor bucket) {
        boolean zero = bucket.lower() == -bucket.upper();
        out.append(", ")
                .append(zero || bucket.lower() < 0 ? '[' : '(')
                .append(GoFloatFormat.general(bucket.lower()))
                .append(',')
                .append(GoFloatFormat.general(bucket.upper()))
                .append(zero || bucket.upper() > 0 ? ']' : ')')
                .append(':')
                .append(GoFloatFormat.general(bucket.count()));
    }
}
