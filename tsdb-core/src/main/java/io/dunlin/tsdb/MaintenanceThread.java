package io.dunlin.tsdb;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the database's own work again and again on a thread of its own. The thread is never interrupted, because that would
 * close files under other threads; close waits for the work at hand.
 */
final class MaintenanceThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceThread.class);

    private final Runnable work;
    private final Duration pause;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private boolean closed;

    /**
     * Makes a thread that does not run yet.
     *
     * @param name the thread's name
     * @param pause how long to wait between two rounds
     */
    MaintenanceThread(String name, Runnable work, Duration pause) {
        this.work = work;
        this.pause = pause;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (awaitNext()) {
            try {
                work.run();
            } catch (RuntimeException e) {
                // Whatever it was, the head has it all still, and a head that is never cut again fills the memory.
                LOG.error("The head could not be maintained; it will be tried again: cause={}", e.getMessage(), e);
            }
        }
    }

    /** Waits for the next round; returns false when there is none. */
    private boolean awaitNext() {
        lock.lock();
        try {
            long left = pause.toNanos();
            while (!closed && left > 0) {
                left = closing.awaitNanos(left);
            }
            return !closed;
        } catch (InterruptedException e) {
            throw new IllegalStateException("the maintenance thread must not be interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
