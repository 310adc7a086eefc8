package io.dunlin.promql.operator;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Some workers that do the same task side by side: the thread that needs the result, and helpers from the pool that join
 * when they are free and find the work not yet done. {@link #run} returns when no helper is inside the task any more, so
 * that nothing touches the query's memory afterwards; the first failure is thrown there.
 */
final class WorkerCrew {
    private final Runnable task;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private boolean closed;
    private int inside;

    private WorkerCrew(Runnable task) {
        this.task = task;
    }

    /** Runs a task on up to {@code workers} threads; it ends by itself when its work is dealt out. */
    static void run(QueryContext context, int workers, Runnable task) {
        WorkerCrew crew = new WorkerCrew(task);
        for (int i = 1; i < workers; i++) {
            context.pool().submit(crew::help);
        }
        crew.work();
        crew.awaitHelpers();
        crew.rethrow();
    }

    private void help() {
        synchronized (this) {
            if (closed) {
                return;
            }
            inside++;
        }
        work();
        synchronized (this) {
            inside--;
            notifyAll();
        }
    }

    private void work() {
        try {
            if (failure.get() == null) {
                task.run();
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    private synchronized void awaitHelpers() {
        closed = true;
        boolean interrupted = false;
        while (inside > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void rethrow() {
        Throwable thrown = failure.get();
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
    }
}
