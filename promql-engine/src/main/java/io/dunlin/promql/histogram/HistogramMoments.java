package io.dunlin.promql.histogram;

import io.dunlin.promql.math.KahanSum;
import io.dunlin.tsdb.model.FloatHistogram;

/** Mean and variance of the observations in a native histogram. */
public final class HistogramMoments {
    private HistogramMoments() {}

    /** Returns the arithmetic mean of all observations. */
    public static double mean(FloatHistogram h) {
        return h.sum() / h.count();
    }

    /**
     * Returns the estimated variance: every observation is taken to lie at the geometric mean of its bucket's bounds, at
     * zero in the zero bucket, and at the arithmetic mean in a custom bucket.
     */
    public static double variance(FloatHistogram h) {
        double mean = mean(h);
        double sum = 0;
        double error = 0;
        BucketCursor bucket = BucketCursor.ascending(h);
        while (bucket.next()) {
            if (bucket.count() == 0) {
                continue;
            }
            double delta = typical(h, bucket.lower(), bucket.upper()) - mean;
            double value = bucket.count() * delta * delta;
            double total = sum + value;
            error = KahanSum.error(value, sum, total, error);
            sum = total;
        }
        return (sum + error) / h.count();
    }

    private static double typical(FloatHistogram h, double lower, double upper) {
        if (h.usesCustomBuckets()) {
            return (upper + lower) / 2.0;
        }
        if (lower <= 0 && upper >= 0) {
            return 0;
        }
        double middle = Math.sqrt(upper * lower);
        return upper < 0 ? -middle : middle;
    }
}
