package io.dunlin.remotewrite;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.storage.RejectReason;
import io.dunlin.tsdb.storage.WriteRejectedException;

/**
 * Which native histograms may come in, by Prometheus's rules: spans and buckets agree, no count is negative, integer
 * buckets add up to the count, custom bounds rise and are finite. Exponential schemas that are finer than the storage
 * keeps are made coarser. Stateless.
 *
 * <p>Source: the Prometheus native histogram specification.
 */
final class HistogramRules {
    private static final int MIN_SCHEMA = -4;
    private static final int MAX_SCHEMA = 8;
    private static final int MAX_KNOWN_SCHEMA = 52;

    private HistogramRules() {}

    /**
     * Returns the histogram in a schema that the storage keeps.
     *
     * @param integer whether its counts are whole numbers by type, which must then add up
     * @throws WriteRejectedException when it is no valid histogram
     */
    static FloatHistogram supported(FloatHistogram histogram, boolean integer) {
        if (histogram.usesCustomBuckets()) {
            checkCustom(histogram);
        } else {
            checkExponential(histogram);
        }
        checkCounts(histogram, integer);
        return !histogram.usesCustomBuckets() && histogram.schema() > MAX_SCHEMA
                ? HistogramResolution.reduce(histogram, MAX_SCHEMA)
                : histogram;
    }

    private static void checkExponential(FloatHistogram histogram) {
        int schema = histogram.schema();
        if (schema < MIN_SCHEMA || schema > MAX_KNOWN_SCHEMA) {
            throw invalid("unknown schema: schema=" + schema + " expected=" + MIN_SCHEMA + ".." + MAX_SCHEMA + " or "
                    + FloatHistogram.CUSTOM_BUCKETS_SCHEMA);
        }
        if (histogram.customValues().length > 0) {
            throw invalid("an exponential schema has no custom bounds: schema=" + schema + " bounds="
                    + histogram.customValues().length);
        }
        checkSpans("positive", histogram.positiveSpans(), histogram.positiveBuckets().length);
        checkSpans("negative", histogram.negativeSpans(), histogram.negativeBuckets().length);
    }

    private static void checkCustom(FloatHistogram histogram) {
        if (histogram.zeroCount() != 0 || histogram.zeroThreshold() != 0) {
            throw invalid("custom buckets have no zero bucket: zeroCount=" + histogram.zeroCount() + " zeroThreshold="
                    + histogram.zeroThreshold());
        }
        if (histogram.negativeSpans().length > 0 || histogram.negativeBuckets().length > 0) {
            throw invalid("custom buckets have no negative side: buckets=" + histogram.negativeBuckets().length);
        }
        checkBounds(histogram.customValues());
        int[] spans = histogram.positiveSpans();
        checkSpans("positive", spans, histogram.positiveBuckets().length);
        if (spans.length > 0 && spans[0] < 0) {
            throw invalid("a span of custom buckets starts before the first: offset=" + spans[0]);
        }
        long last = 0;
        for (int part : spans) {
            last += part;
        }
        if (last > histogram.customValues().length + 1L) {
            throw invalid("too few custom bounds: bounds=" + histogram.customValues().length + " buckets=" + last);
        }
    }

    private static void checkBounds(double[] bounds) {
        for (int i = 0; i < bounds.length; i++) {
            boolean rising = i == 0 || bounds[i] > bounds[i - 1];
            if (!rising || Double.isNaN(bounds[i]) || bounds[i] == Double.POSITIVE_INFINITY) {
                throw invalid("custom bounds must rise and be finite: bound=" + bounds[i] + " index=" + i);
            }
        }
    }

    private static void checkSpans(String side, int[] spans, int buckets) {
        long covered = 0;
        for (int i = 0; i < spans.length; i += 2) {
            if (i > 0 && spans[i] < 0) {
                throw invalid(side + " span overlaps the one before: span=" + i / 2 + " offset=" + spans[i]);
            }
            covered += Integer.toUnsignedLong(spans[i + 1]);
        }
        if (covered != buckets) {
            throw invalid(side + " spans and buckets differ: spans=" + covered + " buckets=" + buckets);
        }
    }

    private static void checkCounts(FloatHistogram histogram, boolean integer) {
        double inBuckets = histogram.zeroCount();
        inBuckets += sumOfCounts("positive", histogram.positiveBuckets());
        inBuckets += sumOfCounts("negative", histogram.negativeBuckets());
        if (histogram.zeroCount() < 0 || histogram.count() < 0) {
            throw invalid("a count is negative: count=" + histogram.count() + " zeroCount=" + histogram.zeroCount());
        }
        // Observations of NaN are counted but lie in no bucket.
        boolean agrees =
                Double.isNaN(histogram.sum()) ? inBuckets <= histogram.count() : inBuckets == histogram.count();
        if (integer && !agrees) {
            throw invalid("buckets and count differ: buckets=" + inBuckets + " count=" + histogram.count());
        }
    }

    private static double sumOfCounts(String side, double[] buckets) {
        double sum = 0;
        for (int i = 0; i < buckets.length; i++) {
            if (buckets[i] < 0) {
                throw invalid(side + " bucket has a negative count: bucket=" + i + " count=" + buckets[i]);
            }
            sum += buckets[i];
        }
        return sum;
    }

    private static WriteRejectedException invalid(String what) {
        return new WriteRejectedException(
                RejectReason.INVALID_HISTOGRAM, RejectReason.INVALID_HISTOGRAM.words() + ": " + what);
    }
}
