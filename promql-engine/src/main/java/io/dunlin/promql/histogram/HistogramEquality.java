package io.dunlin.promql.histogram;

import io.dunlin.tsdb.model.FloatHistogram;
import java.util.Arrays;

/**
 * Whether two histograms say the same: PromQL's {@code ==}. Counts and sum compare by bits, so that NaN equals itself;
 * spans without buckets and the counter reset hint do not matter.
 */
public final class HistogramEquality {
    private HistogramEquality() {}

    /** Returns whether two histograms have the same buckets, counts and sum. */
    public static boolean same(FloatHistogram a, FloatHistogram b) {
        return a.schema() == b.schema()
                && sameBits(a.count(), b.count())
                && sameBits(a.sum(), b.sum())
                && (!a.usesCustomBuckets() || sameBounds(a.customValues(), b.customValues()))
                && a.zeroThreshold() == b.zeroThreshold()
                && sameBits(a.zeroCount(), b.zeroCount())
                && sameSide(a.negativeSpans(), a.negativeBuckets(), b.negativeSpans(), b.negativeBuckets())
                && sameSide(a.positiveSpans(), a.positiveBuckets(), b.positiveSpans(), b.positiveBuckets());
    }

    private static boolean sameBits(double a, double b) {
        return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
    }

    private static boolean sameBounds(double[] a, double[] b) {
        if (a.length != b.length) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameSide(int[] spansA, double[] bucketsA, int[] spansB, double[] bucketsB) {
        return Arrays.equals(withoutEmptySpans(spansA), withoutEmptySpans(spansB)) && Arrays.equals(bucketsA, bucketsB);
    }

    /** The gap that an empty span leaves is added to the one after it. */
    private static int[] withoutEmptySpans(int[] spans) {
        int[] kept = new int[spans.length];
        int size = 0;
        int gap = 0;
        for (int i = 0; i < spans.length; i += 2) {
            gap += spans[i];
            if (spans[i + 1] > 0) {
                kept[size++] = gap;
                kept[size++] = spans[i + 1];
                gap = 0;
            }
        }
        return Arrays.copyOf(kept, size);
    }
}
