package io.dunlin.promql.histogram;

import io.dunlin.tsdb.model.FloatHistogram;

/**
 * Walks over the buckets of a histogram by value: negative ones, zero bucket, positive ones, or the reverse. The zero
 * bucket is visited only where it is populated, and a bucket that reaches into it is cut at the zero threshold. Use:
 * {@link #next}, and while it returns true the getters. Not thread-safe.
 */
public final class BucketCursor {
    private final FloatHistogram histogram;
    private final BucketList positive;
    private final BucketList negative;
    private final double[] customValues;
    private final boolean ascending;
    private int position = -1;
    private double lower;
    private double upper;
    private double count;

    private BucketCursor(FloatHistogram histogram, boolean ascending) {
        this.histogram = histogram;
        this.ascending = ascending;
        positive = BucketList.of(histogram.positiveSpans(), histogram.positiveBuckets());
        negative = BucketList.of(histogram.negativeSpans(), histogram.negativeBuckets());
        customValues = histogram.customValues();
    }

    /** Returns a cursor from the lowest bucket upwards. */
    public static BucketCursor ascending(FloatHistogram histogram) {
        return new BucketCursor(histogram, true);
    }

    /** Returns a cursor from the highest bucket downwards. */
    public static BucketCursor descending(FloatHistogram histogram) {
        return new BucketCursor(histogram, false);
    }

    /** Moves to the next bucket; returns false behind the last. */
    public boolean next() {
        position++;
        int zero = histogram.zeroCount() > 0 ? 1 : 0;
        int all = negative.size() + zero + positive.size();
        if (position >= all) {
            return false;
        }
        int rank = ascending ? position : all - 1 - position;
        if (rank < negative.size()) {
            moveToNegative(negative.size() - 1 - rank);
        } else if (rank < negative.size() + zero) {
            lower = -histogram.zeroThreshold();
            upper = histogram.zeroThreshold();
            count = histogram.zeroCount();
        } else {
            moveToPositive(rank - negative.size() - zero);
        }
        return true;
    }

    private void moveToPositive(int i) {
        int index = positive.index(i);
        lower = BucketBounds.upper(histogram.schema(), customValues, index - 1);
        upper = BucketBounds.upper(histogram.schema(), customValues, index);
        if (lower > 0 && lower < histogram.zeroThreshold()) {
            lower = histogram.zeroThreshold();
        }
        count = positive.count(i);
    }

    private void moveToNegative(int i) {
        int index = negative.index(i);
        lower = -BucketBounds.exponentialUpper(histogram.schema(), index);
        upper = -BucketBounds.exponentialUpper(histogram.schema(), index - 1);
        if (upper < 0 && upper > -histogram.zeroThreshold()) {
            upper = -histogram.zeroThreshold();
        }
        count = negative.count(i);
    }

    /** Returns the lower bound of the bucket. */
    public double lower() {
        return lower;
    }

    /** Returns the upper bound of the bucket. */
    public double upper() {
        return upper;
    }

    /** Returns the count of the bucket. */
    public double count() {
        return count;
    }
}
