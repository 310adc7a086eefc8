package io.dunlin.promql.histogram;

import io.dunlin.promql.math.KahanSum;
import io.dunlin.tsdb.model.FloatHistogram;

/** The zero bucket that a histogram would have with a larger threshold; the histogram itself is only read. */
final class ZeroBucket {
    private final int schema;
    private final double narrowCount;
    private final double narrowError;
    private final BucketList positive;
    private final BucketList negative;
    private double threshold;
    private double count;
    private double error;

    ZeroBucket(FloatHistogram histogram) {
        this(
                histogram.schema(),
                histogram.zeroThreshold(),
                histogram.zeroCount(),
                0,
                BucketList.of(histogram.positiveSpans(), histogram.positiveBuckets()),
                BucketList.of(histogram.negativeSpans(), histogram.negativeBuckets()));
    }

    ZeroBucket(int schema, double threshold, double count, double error, BucketList positive, BucketList negative) {
        this.schema = schema;
        this.threshold = threshold;
        this.narrowCount = count;
        this.narrowError = error;
        this.count = count;
        this.error = error;
        this.positive = positive;
        this.negative = negative;
    }

    double threshold() {
        return threshold;
    }

    double count() {
        return count;
    }

    double error() {
        return error;
    }

    /**
     * Widens the bucket to a larger threshold. Where that would fall inside a populated bucket, the threshold becomes
     * that bucket's far end. Each call starts from the histogram's own zero count.
     */
    void widen(double larger) {
        if (larger == threshold) {
            return;
        }
        error = narrowError;
        double wanted = larger;
        double settled;
        do {
            // The error of a pass that is given up stays in, as in Prometheus.
            count = narrowCount;
            settled = absorb(positive, wanted);
            wanted = absorb(negative, settled);
        } while (wanted != settled);
        threshold = wanted;
    }

    /** Adds the buckets that begin below the threshold; returns the threshold, moved out of a populated bucket. */
    private double absorb(BucketList buckets, double wanted) {
        for (int i = 0; i < buckets.size(); i++) {
            if (BucketBounds.exponentialUpper(schema, buckets.index(i) - 1) >= wanted) {
                return wanted;
            }
            add(buckets.count(i));
            add(buckets.error(i));
            double upper = BucketBounds.exponentialUpper(schema, buckets.index(i));
            if (upper > wanted) {
                return buckets.count(i) == 0 ? wanted : upper;
            }
        }
        return wanted;
    }

    private void add(double value) {
        double total = count + value;
        error = KahanSum.error(value, count, total, error);
        count = total;
    }
}
