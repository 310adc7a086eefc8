package io.dunlin.promql.engine;

import io.dunlin.promql.result.QueryException;
import io.dunlin.promql.result.QueryException.Kind;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Limits how many queries run at once; the others wait in the order in which they came. Thread-safe. */
final class QuerySlots {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Semaphore free;

    QuerySlots(int count) {
        free = new Semaphore(count, true);
    }

    /** Waits for a slot; ends with an exception when the query is cancelled or its time is up. */
    void acquire(Cancellation cancellation, long deadline) {
        try {
            while (!free.tryAcquire(POLL_NANOS, TimeUnit.NANOSECONDS)) {
                if (cancellation.getAsBoolean()) {
                    throw new QueryException(Kind.CANCELED, "query was canceled in query queue");
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new QueryException(Kind.TIMEOUT, "query timed out in query queue");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryException(Kind.CANCELED, "query was canceled in query queue", e);
        }
    }

    /** Gives a slot back. */
    void release() {
        free.release();
    }
}
