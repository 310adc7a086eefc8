package io.dunlin.gpu;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs driver calls on a thread of its own, since a driver in trouble can keep a call for ever: who asks waits up to a
 * deadline and goes on without an answer. One task at a time, from one asking thread; allocates nothing a task, which a
 * lock's conditions would. The thread is a daemon, so that a call that never returns does not keep the process.
 */
final class GpuReaderThread implements AutoCloseable {
    private final Thread thread = new Thread(this::run, "dunlin-gpu-reader");
    private volatile Thread asker;

    /** The task under way; cleared by the reader when it has ended. */
    private volatile Runnable task;

    private volatile boolean stopping;

    GpuReaderThread() {
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Starts a task.
     *
     * @throws IllegalStateException when the one before has not ended
     */
    void start(Runnable next) {
        if (task != null) {
            throw new IllegalStateException("the reader is busy");
        }
        asker = Thread.currentThread();
        task = next;
        LockSupport.unpark(thread);
    }

    /** Waits until the task has ended, and returns false where it has not after so many milliseconds. */
    boolean await(long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (task != null) {
            long left = deadline - System.nanoTime();
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(this, left);
        }
        return true;
    }

    private void run() {
        while (!stopping || task != null) {
            if (task == null) {
                LockSupport.park(this);
            } else {
                runTask();
            }
        }
    }

    private void runTask() {
        try {
            task.run();
        } finally {
            task = null;
            LockSupport.unpark(asker);
        }
    }

    /** Lets the thread end after the task under way. Does not wait. */
    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
    }
}
