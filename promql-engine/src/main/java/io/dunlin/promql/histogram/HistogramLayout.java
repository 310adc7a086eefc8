package io.dunlin.promql.histogram;

import io.dunlin.tsdb.model.FloatHistogram;

/** Compares histograms by what they say and not by how their spans are cut. */
public final class HistogramLayout {
    private HistogramLayout() {}

    /**
     * Returns whether both histograms hold the same data: the same bits in counts and sum, and the same buckets, empty
     * ones included. Counter reset hints may differ.
     */
    static boolean sameData(FloatHistogram a, FloatHistogram b) {
        return sameTotals(a, b)
                && sameBuckets(a.negativeSpans(), a.negativeBuckets(), b.negativeSpans(), b.negativeBuckets())
                && sameBuckets(a.positiveSpans(), a.positiveBuckets(), b.positiveSpans(), b.positiveBuckets());
    }

    /**
     * Returns whether both histograms count the same observations: as {@link #sameData}, without the empty buckets. Which of
     * these a stored histogram has depends on what else is in its chunk, so the first of a chunk may have fewer.
     */
    public static boolean sameObservations(FloatHistogram a, FloatHistogram b) {
        return sameTotals(a, b)
                && sameFilled(a.negativeSpans(), a.negativeBuckets(), b.negativeSpans(), b.negativeBuckets())
                && sameFilled(a.positiveSpans(), a.positiveBuckets(), b.positiveSpans(), b.positiveBuckets());
    }

    private static boolean sameTotals(FloatHistogram a, FloatHistogram b) {
        return a.schema() == b.schema()
                && sameBits(a.count(), b.count())
                && sameBits(a.sum(), b.sum())
                && (!a.usesCustomBuckets() || HistogramSum.sameBounds(a.customValues(), b.customValues()))
                && a.zeroThreshold() == b.zeroThreshold()
                && sameBits(a.zeroCount(), b.zeroCount());
    }

    private static boolean sameBits(double a, double b) {
        return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
    }

    private static boolean sameBuckets(int[] spansA, double[] bucketsA, int[] spansB, double[] bucketsB) {
        return sameBuckets(BucketList.of(spansA, bucketsA), BucketList.of(spansB, bucketsB));
    }

    private static boolean sameBuckets(BucketList a, BucketList b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (a.index(i) != b.index(i) || !sameBits(a.count(i), b.count(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameFilled(int[] spansA, double[] bucketsA, int[] spansB, double[] bucketsB) {
        BucketList a = BucketList.of(spansA, bucketsA);
        BucketList b = BucketList.of(spansB, bucketsB);
        a.compact();
        b.compact();
        return sameBuckets(a, b);
    }
}
