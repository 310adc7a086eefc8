package io.dunlin.gpu;

import io.dunlin.tsdb.storage.Storage;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Scrapes the GPUs of this host on a thread of its own until closed. Without an NVML library it says so once and ends; with
 * a library whose driver is not loaded it tries again, ever less often. {@link #status()} may be read by any thread.
 */
public final class GpuScraper implements AutoCloseable {
    private final Clock clock;
    private final ScrapeSchedule schedule;
    private final GpuScrapeLoop loop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopAsked = lock.newCondition();
    private final Thread thread;
    private boolean stopping;
    private volatile GpuStatus status = GpuStatus.NONE;

    /** Makes a scraper that has not started. */
    public GpuScraper(Storage storage, GpuOptions options, Clock clock) {
        this.clock = clock;
        this.schedule = new ScrapeSchedule(options.interval().toMillis());
        this.loop = GpuScrapeLoop.storingBeside(storage, options);
        this.thread = new Thread(this::run, "dunlin-gpu-scraper");
        thread.setDaemon(true);
    }

    /** Starts scraping; returns at once. */
    public void start() {
        thread.start();
    }

    /** Returns what the scraper has seen so far. */
    public GpuStatus status() {
        return status;
    }

    /** Returns the values of the last scrape in Prometheus's text format, empty where there are no GPUs. */
    public String expose() {
        return loop.expose();
    }

    private void run() {
        try (loop) {
            long due = schedule.next(clock.millis());
            while (!loop.isHopeless() && !sleepUntil(due)) {
                loop.scrape(schedule.timestamp(due, clock.millis()));
                status = loop.status();
                due = schedule.next(clock.millis());
            }
        }
    }

    /** Returns true when the scraper is being closed. The thread is never interrupted: it may be writing the log. */
    private boolean sleepUntil(long time) {
        lock.lock();
        try {
            long left = time - clock.millis();
            while (!stopping && left > 0) {
                stopAsked.awaitNanos(TimeUnit.MILLISECONDS.toNanos(left));
                left = time - clock.millis();
            }
            return stopping;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Stops scraping after the scrape under way and shuts NVML down. */
    @Override
    public void close() {
        lock.lock();
        try {
            stopping = true;
            stopAsked.signalAll();
        } finally {
            lock.unlock();
        }
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
