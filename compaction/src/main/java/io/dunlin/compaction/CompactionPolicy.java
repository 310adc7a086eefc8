package io.dunlin.compaction;

import io.dunlin.tsdb.block.IndexSize;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules that a plan follows.
 *
 * @param ranges the lengths of blocks by level in milliseconds, rising; the first is that of a cut from the head
 * @param mergeOverlapping whether blocks that share time are merged; off where another program (Thanos) does that
 * @param limit the largest index that may be planned
 */
public record CompactionPolicy(List<Long> ranges, boolean mergeOverlapping, IndexSize limit) {
    private static final long GIB = 1L << 30;
    private static final long STEP = 3;

    /**
     * The largest index that is planned by default: well under what the format can hold, because sources may share
     * symbols and still add offset table entries.
     */
    public static final IndexSize DEFAULT_LIMIT = new IndexSize(3 * GIB, 3 * GIB, 32 * GIB);

    /** Checks the ranges. */
    public CompactionPolicy {
        ranges = List.copyOf(ranges);
        if (ranges.isEmpty() || ranges.get(0) <= 0) {
            throw new IllegalArgumentException("block ranges must be positive: ranges=" + ranges);
        }
    }

    /**
     * Returns the rules for Prometheus's two flags: each level three times as long as the one before, up to {@code
     * maxDuration}. With both equal nothing is merged, as Thanos asks for.
     *
     * @param minDuration the length of a cut in milliseconds
     * @param maxDuration the longest block in milliseconds
     */
    public static CompactionPolicy between(long minDuration, long maxDuration) {
        if (minDuration <= 0 || maxDuration < minDuration) {
            throw new IllegalArgumentException(
                    "block durations need 0 < min <= max: minDuration=" + minDuration + " maxDuration=" + maxDuration);
        }
        List<Long> ranges = new ArrayList<>();
        for (long range = minDuration; range <= maxDuration; range *= STEP) {
            ranges.add(range);
            if (range > Long.MAX_VALUE / STEP) {
                break;
            }
        }
        return new CompactionPolicy(ranges, maxDuration != minDuration, DEFAULT_LIMIT);
    }
}
