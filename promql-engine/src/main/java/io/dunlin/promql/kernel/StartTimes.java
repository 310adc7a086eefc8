package io.dunlin.promql.kernel;

/** What the start timestamps of two samples in a row say. All times in Unix milliseconds; a start of 0 is unknown. */
final class StartTimes {
    private StartTimes() {}

    /**
     * Returns whether the counter started anew between two samples. A start at or after the sample's own time says
     * nothing. A start exactly at the sample before is a reset for deltas, which have known starts, but not for a
     * counter whose first start is not known.
     */
    static boolean isReset(long previousStart, long previousTime, long start, long time) {
        if (start == 0 || start >= time || start < previousTime) {
            return false;
        }
        if (start > previousTime) {
            return true;
        }
        return previousStart != 0 && previousStart < previousTime;
    }

    /** Returns whether a sample claims to have started before the sample ahead of it, but not with it. */
    static boolean overlaps(long previousStart, long previousTime, long start) {
        return start != 0 && start < previousTime && start != previousStart;
    }
}
