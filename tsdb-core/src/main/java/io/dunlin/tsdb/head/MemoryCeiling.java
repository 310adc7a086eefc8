package io.dunlin.tsdb.head;

import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.storage.RejectReason;
import io.dunlin.tsdb.storage.WriteRejectedException;

/**
 * The most memory at which new series are taken, and how near the head is to it. From half of it on memory is scarce: cohorts
 * end with a number of series, and leave sooner ({@link CohortAges}). Thread-safe.
 */
final class MemoryCeiling {
    /** New series are refused from seven eighths of the memory limit on; samples of known series may use the rest. */
    private static final int DIVISOR = 8;

    private static final int FACTOR = 7;

    /** How many cohorts fit under the ceiling that end for their number of series. */
    private static final int SCARCE_COHORTS = 16;

    /** About what a series takes that has a sample or two. */
    private static final int SERIES_LENGTH = 256;

    private final OffHeap offHeap;
    private final long bytes;

    MemoryCeiling(OffHeap offHeap) {
        this.offHeap = offHeap;
        this.bytes = offHeap.limit() / DIVISOR * FACTOR;
    }

    /** Returns the bytes at which it lies. */
    long limit() {
        return bytes;
    }

    /** Returns how scarce memory is: 0 while half of what series may take is free, 1 at the ceiling. */
    double scarcity() {
        double half = bytes / 2.0;
        return Math.max(0, Math.min(1, (offHeap.anonymousBytes() - half) / half));
    }

    /** Returns whether a cohort with so many series should have no more: only where memory is scarce. */
    boolean isEnough(int series) {
        return (long) series * SERIES_LENGTH * SCARCE_COHORTS > bytes && scarcity() > 0;
    }

    /** Returns whether new series are refused now. */
    boolean isReached() {
        return offHeap.anonymousBytes() > bytes;
    }

    /**
     * Checks that new series leave room for the samples of the series that are there.
     *
     * @throws WriteRejectedException naming the limit, for {@link RejectReason#MEMORY}
     */
    void check(int more) {
        long used = offHeap.anonymousBytes();
        if (used > bytes) {
            throw new WriteRejectedException(
                    RejectReason.MEMORY,
                    "limit reached: off-heap bytes for new series, limit=" + bytes + ", actual=" + used + ", offender="
                            + more + " new series");
        }
    }
}
