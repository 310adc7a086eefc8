package io.dunlin.promql.operator;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The heap memory that all queries of an engine may take together, so that many queries, each within its own limit, do not end
 * the process. Thread-safe.
 */
public final class MemoryPool {
    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    /** Makes a pool of so many bytes. */
    public MemoryPool(long limit) {
        this.limit = limit;
    }

    /** Opens the account of a query that may take {@code bytes}. */
    public MemoryAccount open(long bytes) {
        return new MemoryAccount(this, bytes);
    }

    /** Takes bytes and returns true, or takes nothing. */
    boolean take(long bytes) {
        if (taken.addAndGet(bytes) > limit) {
            taken.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    long limit() {
        return limit;
    }

    /** Returns the bytes that running queries have taken. */
    public long taken() {
        return taken.get();
    }
}
