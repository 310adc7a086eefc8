package io.dunlin.http;

/** Where requests are answered, away from the I/O loops. Thread-safe. */
@FunctionalInterface
interface Workers {
    /** Runs a task, some time, or returns false where too many wait or the server stops. */
    boolean offer(Workload workload, Runnable task);
}
