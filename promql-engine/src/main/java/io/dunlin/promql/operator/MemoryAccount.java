package io.dunlin.promql.operator;

import io.dunlin.promql.result.QueryException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The heap memory of one query: its columns, groups and label sets, by an estimate from their sizes. Scratch memory of
 * workers, which does not grow with the series, is left out. Thread-safe; closing gives everything back.
 */
public final class MemoryAccount implements AutoCloseable {
    private final MemoryPool pool;
    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    MemoryAccount(MemoryPool pool, long limit) {
        this.pool = pool;
        this.limit = limit;
    }

    /** Takes bytes before they are allocated; fails where the query or all queries together would take too many. */
    void take(long bytes) {
        long now = taken.addAndGet(bytes);
        if (now > limit || now < 0) {
            taken.addAndGet(-bytes);
            throw refused("query would use too much memory", now, limit, "raise --query.max-memory");
        }
        if (!pool.take(bytes)) {
            taken.addAndGet(-bytes);
            throw refused(
                    "all queries together would use too much memory",
                    pool.taken() + bytes,
                    pool.limit(),
                    "lower --query.max-concurrency or give the process more heap (-Xmx)");
        }
    }

    private static QueryException refused(String what, long bytes, long limit, String remedy) {
        return QueryException.execution(what + " in query execution: bytes=" + bytes + ", limit=" + limit
                + "; select fewer series, use a larger step, or " + remedy);
    }

    /** Gives bytes back. */
    void give(long bytes) {
        taken.addAndGet(-bytes);
        pool.give(bytes);
    }

    @Override
    public void close() {
        pool.give(taken.getAndSet(0));
    }
}
