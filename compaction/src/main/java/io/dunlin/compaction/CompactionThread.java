package io.dunlin.compaction;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link CompactionLoop} again and again on a thread of its own, and at once when woken. The thread is never
 * interrupted, because that would close files under other readers. It takes what processor time others leave. Close waits for a merge to notice that it is cancelled.
 */
public final class CompactionThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CompactionThread.class);
    private static final int LONGEST_PAUSE_FACTOR = 16;

    private final CompactionLoop loop;
    private final Duration interval;
    private final Thread thread;
    private boolean woken;
    private boolean closed;

    /**
     * Starts the thread.
     *
     * @param interval how long to wait between rounds; after failures it doubles, up to sixteen times that
     */
    public CompactionThread(CompactionLoop loop, Duration interval) {
        this.loop = loop;
        this.interval = interval;
        this.thread = new Thread(this::run, "compaction");
        thread.setDaemon(true);
        thread.start();
    }

    /** Lets the next round begin now: a new block is there. */
    public synchronized void wake() {
        woken = true;
        notifyAll();
    }

    private void run() {
        BackgroundThread.begin();
        Duration pause = interval;
        while (awaitRound(pause)) {
            pause = round() ? interval : longer(pause);
        }
    }

    private boolean round() {
        try {
            return loop.runOnce();
        } catch (RuntimeException e) {
            LOG.error("A round of compaction failed and will be tried again", e);
            return false;
        }
    }

    private Duration longer(Duration pause) {
        Duration longest = interval.multipliedBy(LONGEST_PAUSE_FACTOR);
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    /** Waits for the next round; false when there is none. */
    private synchronized boolean awaitRound(Duration pause) {
        long deadline = System.nanoTime() + pause.toNanos();
        long left = pause.toNanos();
        while (!closed && !woken && left > 0) {
            try {
                wait(Math.max(1, Duration.ofNanos(left).toMillis()));
            } catch (InterruptedException e) {
                throw new IllegalStateException("the compaction thread must not be interrupted", e);
            }
            left = deadline - System.nanoTime();
        }
        woken = false;
        return !closed;
    }

    /** Ends the thread; returns when it has ended. Idempotent. */
    @Override
    public void close() {
        loop.cancel();
        synchronized (this) {
            closed = true;
            notifyAll();
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
