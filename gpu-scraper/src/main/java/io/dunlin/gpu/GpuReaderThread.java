package io.dunlin.gpu;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs driver calls on a thread of its own, since a driver in trouble can keep a call for ever: who asks waits up to a
 * deadline and goes on without an answer. One task at a time; allocates nothing a task. The thread is a daemon, so that a
 * call that never returns does not keep the process.
 */
final class GpuReaderThread implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread = new Thread(this::run, "dunlin-gpu-reader");
    private Runnable task;
    private boolean stopping;

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
        lock.lock();
        try {
            if (task != null) {
                throw new IllegalStateException("the reader is busy");
            }
            task = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the task has ended, and returns false where it has not after so many milliseconds. */
    boolean await(long millis) {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            while (task != null && left > 0) {
                left = changed.awaitNanos(left);
            }
            return task == null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (Runnable next = take(); next != null; next = take()) {
            try {
                next.run();
            } finally {
                ended();
            }
        }
    }

    private Runnable take() {
        lock.lock();
        try {
            while (task == null && !stopping) {
                changed.awaitUninterruptibly();
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    private void ended() {
        lock.lock();
        try {
            task = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets the thread end after the task under way. Does not wait. */
    @Override
    public void close() {
        lock.lock();
        try {
            stopping = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
