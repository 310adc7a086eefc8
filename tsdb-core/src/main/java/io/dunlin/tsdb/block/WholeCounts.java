package io.dunlin.tsdb.block;

import io.dunlin.tsdb.model.FloatHistogram;

/** Tells histograms whose counts are all whole numbers, which are stored as such. */
final class WholeCounts {
    /** Above this not every whole number is a double, so that differences may be lost. */
    private static final double LARGEST = 1L << 53;

    private WholeCounts() {}

    /** Returns whether all counts of a histogram are whole and exact. */
    static boolean in(FloatHistogram histogram) {
        return isWhole(histogram.count())
                && isWhole(histogram.zeroCount())
                && areWhole(histogram.positiveBuckets())
                && areWhole(histogram.negativeBuckets());
    }

    private static boolean areWhole(double[] counts) {
        for (double count : counts) {
            if (!isWhole(count)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWhole(double count) {
        return count >= 0 && count <= LARGEST && count == Math.rint(count);
    }
}
