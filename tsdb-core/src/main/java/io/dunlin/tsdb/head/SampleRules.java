package io.dunlin.tsdb.head;

import io.dunlin.tsdb.storage.RejectReason;
import io.dunlin.tsdb.storage.WriteRejectedException;

/** Which samples are refused, in Prometheus's words. */
final class SampleRules {
    /** How far ahead of the clock a sample may be, in milliseconds. */
    static final long MOST_AHEAD = 10 * 60 * 1000L;

    private SampleRules() {}

    /**
     * Checks a time against the range that is open for writing.
     *
     * @throws WriteRejectedException when it is before or behind
     */
    static void requireWithin(long time, long oldest, long newest) {
        if (time < oldest) {
            throw new WriteRejectedException(
                    RejectReason.OUT_OF_BOUNDS, "out of bounds: time=" + time + ", oldest accepted=" + oldest);
        }
        if (time > newest) {
            throw new WriteRejectedException(
                    RejectReason.OUT_OF_BOUNDS,
                    "out of bounds: time=" + time + ", newest accepted=" + newest + " (10 minutes ahead of the clock)");
        }
    }

    /** Makes the refusal of a sample that is older than its series' newest. */
    static WriteRejectedException outOfOrder(long time, long newest) {
        return new WriteRejectedException(
                RejectReason.OUT_OF_ORDER, "out of order sample: time=" + time + ", newest of the series=" + newest);
    }

    /** Makes the refusal of a second value for one time. */
    static WriteRejectedException duplicate(long time, double existing, double value) {
        return new WriteRejectedException(
                RejectReason.DUPLICATE_SAMPLE,
                "duplicate sample for timestamp " + time + "; overrides not allowed: existing " + existing
                        + ", new value " + value);
    }
}
