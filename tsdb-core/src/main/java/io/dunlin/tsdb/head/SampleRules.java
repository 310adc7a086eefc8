package io.dunlin.tsdb.head;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.storage.RejectReason;
import io.dunlin.tsdb.storage.WriteRejectedException;

/** Which samples are refused, in Prometheus's words. */
final class SampleRules {
    /** How far ahead of the clock a sample may be, in milliseconds. */
    static final long MOST_AHEAD = 10 * 60 * 1000L;

    /** The most buckets of a histogram, so that the open chunk of the longest one fits a block. */
    private static final int MOST_BUCKETS = 1_000;

    private SampleRules() {}

    /**
     * Checks that a time is not too far ahead of the clock.
     *
     * @throws WriteRejectedException when it is
     */
    static void requireNotAhead(long time, long newest) {
        if (time > newest) {
            throw new WriteRejectedException(
                    RejectReason.OUT_OF_BOUNDS,
                    "out of bounds: time=" + time + ", newest accepted=" + newest + " (10 minutes ahead of the clock)");
        }
    }

    /**
     * Checks that a histogram can be stored: its buckets are those its spans name, and all of its lists not too long.
     *
     * @throws WriteRejectedException when not
     */
    static void requireStorable(FloatHistogram histogram) {
        requireBuckets("positive", histogram.positiveSpans(), histogram.positiveBuckets().length);
        requireBuckets("negative", histogram.negativeSpans(), histogram.negativeBuckets().length);
        requireFew("buckets", histogram.positiveBuckets().length + histogram.negativeBuckets().length);
        requireFew("spans", (histogram.positiveSpans().length + histogram.negativeSpans().length) / 2);
        requireFew("bounds", histogram.customValues() == null ? 0 : histogram.customValues().length);
    }

    private static void requireFew(String what, int count) {
        if (count > MOST_BUCKETS) {
            throw new WriteRejectedException(
                    RejectReason.INVALID_HISTOGRAM,
                    "invalid histogram: too many " + what + ", limit=" + MOST_BUCKETS + ", actual=" + count);
        }
    }

    private static void requireBuckets(String side, int[] spans, int buckets) {
        long named = 0;
        for (int i = 1; i < spans.length; i += 2) {
            named += spans[i];
        }
        if (named != buckets) {
            throw new WriteRejectedException(
                    RejectReason.INVALID_HISTOGRAM,
                    "invalid histogram: " + side + " spans name " + named + " buckets, actual=" + buckets);
        }
    }

    /** Makes the refusal of a sample that is older than any that may be written. */
    static WriteRejectedException outOfBounds(long time, long oldest) {
        return new WriteRejectedException(
                RejectReason.OUT_OF_BOUNDS, "out of bounds: time=" + time + ", oldest accepted=" + oldest);
    }

    /** Makes the refusal of a sample that is older than the out-of-order window. */
    static WriteRejectedException tooOld(long time, long oldest) {
        return new WriteRejectedException(
                RejectReason.TOO_OLD,
                "too old sample: time=" + time + ", oldest accepted by the out-of-order window=" + oldest);
    }

    /** Makes the refusal of a sample that is older than its series' newest. */
    static WriteRejectedException outOfOrder(long time, long newest) {
        return new WriteRejectedException(
                RejectReason.OUT_OF_ORDER, "out of order sample: time=" + time + ", newest of the series=" + newest);
    }

    /** Makes the refusal of a second value for one time. */
    static WriteRejectedException duplicate(long time, Object existing, Object value) {
        return new WriteRejectedException(
                RejectReason.DUPLICATE_SAMPLE,
                "duplicate sample for timestamp " + time + "; overrides not allowed: existing " + existing
                        + ", new value " + value);
    }
}
