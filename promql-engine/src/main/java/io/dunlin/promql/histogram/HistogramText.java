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
        appendNegative(out, histogram);
        if (histogram.zeroCount() != 0) {
            double threshold = histogram.zeroThreshold();
            appendBucket(out, "[", -threshold, threshold, "]", histogram.zeroCount());
        }
        appendPositive(out, histogram);
        return out.append('}').toString();
    }

    private static void appendNegative(StringBuilder out, FloatHistogram histogram) {
        BucketList buckets = BucketList.of(histogram.negativeSpans(), histogram.negativeBuckets());
        for (int i = buckets.size() - 1; i >= 0; i--) {
            double lower = -BucketBounds.exponentialUpper(histogram.schema(), buckets.index(i));
            double upper = -BucketBounds.exponentialUpper(histogram.schema(), buckets.index(i) - 1);
            if (buckets.count(i) != 0) {
                appendBucket(out, "[", lower, upper, ")", buckets.count(i));
            }
        }
    }

    private static void appendPositive(StringBuilder out, FloatHistogram histogram) {
        BucketList buckets = BucketList.of(histogram.positiveSpans(), histogram.positiveBuckets());
        for (int i = 0; i < buckets.size(); i++) {
            double lower = BucketBounds.upper(histogram.schema(), histogram.customValues(), buckets.index(i) - 1);
            double upper = BucketBounds.upper(histogram.schema(), histogram.customValues(), buckets.index(i));
            if (buckets.count(i) != 0) {
                appendBucket(out, lower < 0 ? "[" : "(", lower, upper, upper > 0 ? "]" : ")", buckets.count(i));
            }
        }
    }

    private static void appendBucket(
            StringBuilder out, String open, double lower, double upper, String close, double count) {
        out.append(", ")
                .append(open)
                .append(GoFloatFormat.general(lower))
                .append(',')
                .append(GoFloatFormat.general(upper))
                .append(close)
                .append(':')
                .append(GoFloatFormat.general(count));
    }
}
