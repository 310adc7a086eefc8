package io.dunlin.server.tsdb;

import io.dunlin.tsdb.model.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a log says was deleted. A deletion names one of the numbers that its series has had, and means all samples of the
 * series in its range that stand before it in the log: what comes behind it is new. Not thread-safe.
 */
final class LogDeletions {
    /** The place of a sample in another log than that of the deletions, where it is not known which came first. */
    static final long IN_ANOTHER_LOG = -1;

    private final Map<Labels, List<Deletion>> bySeries = new HashMap<>();

    /** A range, both ends inclusive, and the number of samples before it in the log. */
    private record Deletion(long first, long last, long before) {
        boolean covers(long time, long place) {
            return first <= time && time <= last && place < before && (place != IN_ANOTHER_LOG || !isDeparture());
        }

        /** All of time: Prometheus 3.13 and newer has moved a stale series to a block. Nobody wanted it away. */
        private boolean isDeparture() {
            return first == Long.MIN_VALUE && last == Long.MAX_VALUE;
        }
    }

    /**
     * Adds one.
     *
     * @param first the first deleted millisecond; behind {@code last} where the series had nothing in the range that was
     *     deleted of it and others, for Prometheus writes that down too
     * @param before the number of samples before it in the log
     */
    void add(Labels series, long first, long last, long before) {
        if (first <= last) {
            bySeries.computeIfAbsent(series, key -> new ArrayList<>()).add(new Deletion(first, last, before));
        }
    }

    /** Returns whether a sample was deleted; {@code place} is the number of samples before it in the log. */
    boolean cover(Labels series, long time, long place) {
        List<Deletion> deletions = bySeries.isEmpty() ? null : bySeries.get(series);
        return deletions != null && deletions.stream().anyMatch(deletion -> deletion.covers(time, place));
    }
}
