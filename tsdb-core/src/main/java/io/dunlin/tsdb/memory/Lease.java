package io.dunlin.tsdb.memory;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A counted right to read the memory of a {@link MemoryScope}: nothing of it is freed before the lease is closed. Close
 * is idempotent and may happen on any thread.
 */
public final class Lease implements AutoCloseable {
    private final MemoryScope scope;
    private final AtomicBoolean closed = new AtomicBoolean();

    Lease(MemoryScope scope) {
        this.scope = scope;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            scope.release();
        }
    }
}
