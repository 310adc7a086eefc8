package io.dunlin.promql.operator;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The engine's worker threads. The thread that runs a query works too, so a pool for n workers starts n − 1 threads, and a
 * query whose helpers are busy elsewhere goes on alone. Threads are daemons and never interrupted.
 */
public final class WorkerPool implements AutoCloseable {
    private static final int MAX_WAITING = 256;

    private final ThreadPoolExecutor threads;
    private final int workers;
    private final long helpAfter;

    /**
     * Makes a pool.
     *
     * @param helpAfter how long a thread works alone before others help it
     */
    public WorkerPool(int workers, Duration helpAfter) {
        this.workers = Math.max(1, workers);
        this.helpAfter = helpAfter.toNanos();
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                Math.max(1, this.workers - 1),
                Math.max(1, this.workers - 1),
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                task -> {
                    Thread thread = new Thread(task, "promql-worker-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        threads.allowCoreThreadTimeOut(true);
    }

    /** Returns how many workers a query may have, its own thread included. */
    int workers() {
        return workers;
    }

    /** Returns for how many nanoseconds a thread works alone before others help it. */
    long helpAfter() {
        return helpAfter;
    }

    /** Runs a task on a worker, some time, or not at all where too many wait or the pool is closed. */
    void submit(Runnable task) {
        threads.execute(task);
    }

    /** Lets running tasks end and starts no more. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
