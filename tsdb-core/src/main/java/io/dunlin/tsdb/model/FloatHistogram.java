package io.dunlin.tsdb.model;

import java.util.Arrays;

/**
 * A native histogram sample with absolute bucket counts.
 *
 * <p>Spans are flattened pairs {@code (offset, length)}: the offset of the first span is the index of its first bucket,
 * every later offset is the gap to the end of the span before. {@code schema} −4 to 8 is exponential with bases
 * 2^(2^−schema); {@link #CUSTOM_BUCKETS_SCHEMA} has explicit upper bounds in {@code customValues} and positive buckets
 * only. The arrays are not copied: who makes a histogram must not change them afterwards.
 *
 * <p>Source: the Prometheus native histogram specification.
 */
public record FloatHistogram(
        int schema,
        CounterResetHint counterResetHint,
        double zeroThreshold,
        double zeroCount,
        double count,
        double sum,
        int[] positiveSpans,
        double[] positiveBuckets,
        int[] negativeSpans,
        double[] negativeBuckets,
        double[] customValues) {
    /** The schema of histograms with custom bucket bounds (NHCB). */
    public static final int CUSTOM_BUCKETS_SCHEMA = -53;

    /** What is known about a counter reset between the sample before and this one. */
    public enum CounterResetHint {
        UNKNOWN,
        RESET,
        NOT_RESET,
        GAUGE
    }

    /** Returns whether the bucket bounds are explicit. */
    public boolean usesCustomBuckets() {
        return schema == CUSTOM_BUCKETS_SCHEMA;
    }

    /** Returns whether the sample is a stale marker. */
    public boolean isStale() {
        return StaleMarker.isStale(sum);
    }

    private FloatHistogram withCounterResetHint(CounterResetHint hint) {
        return new FloatHistogram(
                schema,
                hint,
                zeroThreshold,
                zeroCount,
                count,
                sum,
                positiveSpans,
                positiveBuckets,
                negativeSpans,
                negativeBuckets,
                customValues);
    }

    /**
     * Returns the histogram as one that follows another sample than the one it was written behind: what it says of a counter
     * reset between the two does not hold any more.
     */
    public FloatHistogram behindAnother() {
        return counterResetHint == CounterResetHint.GAUGE || counterResetHint == CounterResetHint.UNKNOWN
                ? this
                : withCounterResetHint(CounterResetHint.UNKNOWN);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FloatHistogram that
                && schema == that.schema
                && counterResetHint == that.counterResetHint
                && sameBits(zeroThreshold, that.zeroThreshold)
                && sameBits(zeroCount, that.zeroCount)
                && sameBits(count, that.count)
                && sameBits(sum, that.sum)
                && Arrays.equals(positiveSpans, that.positiveSpans)
                && Arrays.equals(positiveBuckets, that.positiveBuckets)
                && Arrays.equals(negativeSpans, that.negativeSpans)
                && Arrays.equals(negativeBuckets, that.negativeBuckets)
                && Arrays.equals(customValues, that.customValues);
    }

    private static boolean sameBits(double a, double b) {
        return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * schema + Double.hashCode(count)) + Arrays.hashCode(positiveBuckets);
    }
}
