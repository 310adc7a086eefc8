package io.dunlin.gpu;

/**
 * When scrapes are due: at whole multiples of the interval, so that restarts keep the rhythm. A scrape that starts
 * within 1 % of the interval, 2 ms at most, of its due time is stamped with the due time: equal distances cost almost
 * nothing to store, jitter costs 1.7 bytes a sample.
 */
final class ScrapeSchedule {
    private static final long MOST_TOLERANCE = 2;

    private final long interval;
    private final long tolerance;

    ScrapeSchedule(long intervalMillis) {
        interval = intervalMillis;
        tolerance = Math.min(intervalMillis / 100, MOST_TOLERANCE);
    }

    /** Returns the first due time after {@code now}; due times that were missed are left out. */
    long next(long now) {
        return Math.floorDiv(now, interval) * interval + interval;
    }

    /** Returns the timestamp of a scrape that was due at one time and started at another. */
    long timestamp(long due, long started) {
        return Math.abs(started - due) <= tolerance ? due : started;
    }
}
