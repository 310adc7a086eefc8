package io.dunlin.promql.engine;

import java.util.function.BooleanSupplier;

/** A flag that stops a query at its next batch. Thread-safe. No thread is ever interrupted: that would close files. */
public final class Cancellation implements BooleanSupplier {
    private volatile boolean cancelled;

    /** Stops the query, now or as soon as it starts. */
    public void cancel() {
        cancelled = true;
    }

    /** Returns whether {@link #cancel()} was called. */
    @Override
    public boolean getAsBoolean() {
        return cancelled;
    }
}
