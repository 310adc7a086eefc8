package io.dunlin.tsdb.head;

import io.dunlin.tsdb.storage.WriteRejectedException;

/** Whether there is room for the series that a request would create: their number, memory, their metrics. For the writer. */
final class SeriesRoom {
    private final HeadParts parts;
    private final MetricLimit metricLimit;

    SeriesRoom(HeadParts parts, MetricLimit metricLimit) {
        this.parts = parts;
        this.metricLimit = metricLimit;
    }

    /**
     * Checks the series that a request is about to create.
     *
     * @param found the references of those that are there, {@link Generations#ABSENT} for the others
     * @param wanted which are to be created where they are not there
     * @return what to refuse them all with, null where there is room
     */
    WriteRejectedException refusal(PendingSeries pending, long[] found, boolean[] wanted) {
        int missing = 0;
        for (int number = 0; number < found.length; number++) {
            missing += found[number] == Generations.ABSENT && wanted[number] ? 1 : 0;
        }
        if (missing == 0) {
            return null;
        }
        try {
            parts.options().limits().checkRoom(parts.generations().seriesCount(), missing);
            parts.ceiling().check(missing);
            metricLimit.check(pending, found, wanted);
            return null;
        } catch (WriteRejectedException e) {
            return e;
        }
    }
}
