package io.dunlin.tsdb.log;

import java.time.Duration;

/**
 * How a log is kept.
 *
 * @param syncPolicy when records become durable
 * @param syncInterval the time between syncs under {@link SyncPolicy#INTERVAL}
 * @param segmentLength the length of a segment file in bytes
 * @param maxBytes the most bytes all segments may take; beyond it appends are refused until the log is truncated
 * @param maxGroupBytes the most bytes that may wait for one write, and so the longest record
 */
public record LogOptions(
        SyncPolicy syncPolicy, Duration syncInterval, int segmentLength, long maxBytes, int maxGroupBytes) {
    private static final int DEFAULT_SEGMENT_LENGTH = 64 << 20;
    private static final long DEFAULT_MAX_BYTES = 16L << 30;
    private static final int DEFAULT_MAX_GROUP_BYTES = 32 << 20;

    /** Syncs every commit; segments of 64 MiB; at most 16 GiB; records of at most 32 MiB. */
    public static final LogOptions DEFAULT = new LogOptions(
            SyncPolicy.EVERY_COMMIT,
            Duration.ofSeconds(1),
            DEFAULT_SEGMENT_LENGTH,
            DEFAULT_MAX_BYTES,
            DEFAULT_MAX_GROUP_BYTES);

    /** Checks that a group fits a segment and two segments fit the log. */
    public LogOptions {
        if (maxGroupBytes <= 0 || maxGroupBytes > segmentLength - LogSegmentLayout.HEADER_LENGTH) {
            throw new IllegalArgumentException(
                    "a group must fit a segment: maxGroupBytes=" + maxGroupBytes + ", segmentLength=" + segmentLength);
        }
        if (maxBytes < 2L * segmentLength) {
            throw new IllegalArgumentException("the log must have room for two segments: maxBytes=" + maxBytes
                    + ", segmentLength=" + segmentLength);
        }
    }

    /** Returns the same with another policy. */
    public LogOptions with(SyncPolicy policy) {
        return new LogOptions(policy, syncInterval, segmentLength, maxBytes, maxGroupBytes);
    }
}
