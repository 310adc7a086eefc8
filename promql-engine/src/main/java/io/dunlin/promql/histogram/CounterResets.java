package io.dunlin.promql.histogram;

import io.dunlin.tsdb.model.FloatHistogram;

/** Tells whether a counter histogram started anew between two samples. */
public final class CounterResets {
    private CounterResets() {}

    /**
     * Returns whether {@code current} comes after a counter reset. Its hint decides where it is explicit. Otherwise a
     * reset is any count, in a bucket or in all, that fell; a populated bucket that vanished; or a change of layout that
     * only a restart can bring: a finer schema, a narrower zero bucket, a zero bucket that would cut a populated bucket
     * of {@code previous}. The sum of observations may fall without a reset. Gauges are treated as counters.
     */
    public static boolean detect(FloatHistogram current, FloatHistogram previous) {
        return switch (current.counterResetHint()) {
            case RESET -> true;
            case NOT_RESET -> false;
            case UNKNOWN, GAUGE -> detectByCounts(current, previous);
        };
    }

    private static boolean detectByCounts(FloatHistogram current, FloatHistogram previous) {
        if (current.count() < previous.count()) {
            return true;
        }
        return current.usesCustomBuckets() ? detectCustom(current, previous) : detectExponential(current, previous);
    }

    private static boolean detectCustom(FloatHistogram current, FloatHistogram previous) {
        if (!previous.usesCustomBuckets()) {
            return true;
        }
        BucketList now = BucketList.of(current.positiveSpans(), current.positiveBuckets());
        BucketList before = BucketList.of(previous.positiveSpans(), previous.positiveBuckets());
        if (HistogramSum.sameBounds(current.customValues(), previous.customValues())) {
            return fell(now, 0, before, 0);
        }
        return fellBetweenCommonBounds(now, current.customValues(), before, previous.customValues());
    }

    private static boolean detectExponential(FloatHistogram current, FloatHistogram previous) {
        if (current.schema() > previous.schema() || current.zeroThreshold() < previous.zeroThreshold()) {
            return true;
        }
        ZeroBucket zero = new ZeroBucket(previous);
        zero.widen(current.zeroThreshold());
        if (zero.threshold() != current.zeroThreshold() || current.zeroCount() < zero.count()) {
            return true;
        }
        return sideFell(current, previous, true) || sideFell(current, previous, false);
    }

    private static boolean sideFell(FloatHistogram current, FloatHistogram previous, boolean positive) {
        BucketList now = side(current, positive);
        BucketList before = side(previous, positive);
        before.reduce(previous.schema(), current.schema());
        return fell(now, firstOutsideZero(now, current), before, firstOutsideZero(before, current));
    }

    private static BucketList side(FloatHistogram histogram, boolean positive) {
        return positive
                ? BucketList.of(histogram.positiveSpans(), histogram.positiveBuckets())
                : BucketList.of(histogram.negativeSpans(), histogram.negativeBuckets());
    }

    private static int firstOutsideZero(BucketList buckets, FloatHistogram current) {
        return current.zeroThreshold() == 0 ? 0 : buckets.firstAbove(current.zeroThreshold(), current.schema());
    }

    /** Returns whether a bucket of {@code before} has a greater count than the same bucket now, or none now. */
    private static boolean fell(BucketList now, int nowFrom, BucketList before, int beforeFrom) {
        int i = nowFrom;
        for (int j = beforeFrom; j < before.size(); j++) {
            while (i < now.size() && now.index(i) < before.index(j)) {
                i++;
            }
            boolean present = i < now.size() && now.index(i) == before.index(j);
            if (present ? now.count(i) < before.count(j) : before.count(j) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Compares what lies between each two bounds that both histograms have, the last being infinity. */
    private static boolean fellBetweenCommonBounds(
            BucketList now, double[] nowBounds, BucketList before, double[] beforeBounds) {
        double[] common = BucketBounds.intersect(nowBounds, beforeBounds);
        int i = 0;
        int j = 0;
        for (int bound = 0; bound <= common.length; bound++) {
            double end = bound < common.length ? common[bound] : Double.POSITIVE_INFINITY;
            double countNow = 0;
            while (i < now.size() && BucketBounds.customUpper(nowBounds, now.index(i)) <= end) {
                countNow += now.count(i++);
            }
            double countBefore = 0;
            while (j < before.size() && BucketBounds.customUpper(beforeBounds, before.index(j)) <= end) {
                countBefore += before.count(j++);
            }
            if (countNow < countBefore) {
                return true;
            }
        }
        return false;
    }
}
