package io.dunlin.tsdb.storage;

/**
 * The immutable set of head tables, runs and blocks that one query reads. It never shows part of a request, and shows
 * each sample exactly once, also while the storage behind it changes places. Memory that a view can reach is freed only
 * after the view is closed, so a query holds one view and closes it when it ends. Thread-safe; close is idempotent.
 */
public interface View extends AutoCloseable {
    /** Returns a querier over samples with {@code minTime <= t <= maxTime}, in Unix milliseconds. */
    Querier querier(long minTime, long maxTime);

    /** Returns the time of the oldest sample in milliseconds, or {@link Long#MAX_VALUE} where there is none. */
    long minTime();

    /** Returns the time of the newest sample in milliseconds, or {@link Long#MIN_VALUE} where there is none. */
    long maxTime();

    @Override
    void close();
}
