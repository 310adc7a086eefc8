package io.dunlin.gpu;

import io.dunlin.gpu.nvml.NativeNvml;
import io.dunlin.gpu.nvml.Nvml;
import io.dunlin.gpu.nvml.NvmlUnavailableException;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.Storage;
import io.dunlin.tsdb.storage.StorageException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scrapes the GPUs of this host on a thread of its own until closed. Without an NVML library it says so once and ends;
 * with a library whose driver is not loaded it tries again, ever less often. {@link #status()} may be read by any thread.
 */
public final class GpuScraper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GpuScraper.class);
    private static final long FIRST_RETRY = 1_000;
    private static final long LAST_RETRY = 300_000;

    private final Storage storage;
    private final GpuOptions options;
    private final Clock clock;
    private final ScrapeSchedule schedule;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopAsked = lock.newCondition();
    private final Thread thread;
    private boolean stopping;
    private volatile GpuStatus status = GpuStatus.NONE;

    /** Makes a scraper that has not started. */
    public GpuScraper(Storage storage, GpuOptions options, Clock clock) {
        this.storage = storage;
        this.options = options;
        this.clock = clock;
        this.schedule = new ScrapeSchedule(options.interval().toMillis());
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

    private void run() {
        try (GpuScrape scrape = open()) {
            if (scrape != null) {
                loop(scrape);
            }
        }
    }

    /** Returns null where there is no library or the scraper is closed before a driver comes. */
    private GpuScrape open() {
        long retry = FIRST_RETRY;
        while (true) {
            try {
                return opened(NativeNvml.open(options.library()));
            } catch (NvmlUnavailableException e) {
                if (retry == FIRST_RETRY || !e.mayComeLater()) {
                    LOG.info("GPUs are not scraped: {}", e.getMessage());
                }
                if (!e.mayComeLater() || sleepUntil(clock.millis() + retry)) {
                    return null;
                }
                retry = Math.min(2 * retry, LAST_RETRY);
            }
        }
    }

    private GpuScrape opened(Nvml nvml) {
        GpuScrape scrape = new GpuScrape(nvml, options);
        LOG.info("GPUs are scraped: count={} interval={}", scrape.devices(), options.interval());
        return scrape;
    }

    private void loop(GpuScrape scrape) {
        long scrapes = 0;
        long failures = 0;
        long due = schedule.next(clock.millis());
        while (!sleepUntil(due)) {
            long timestamp = schedule.timestamp(due, clock.millis());
            try (Appender appender = storage.appender()) {
                scrape.into(appender, timestamp);
                appender.commit();
                scrapes++;
            } catch (StorageException e) {
                failures++;
                LOG.warn("A GPU scrape could not be stored: {}", e.getMessage());
            }
            status = new GpuStatus(scrape.devices(), scrape.lost(), scrapes, failures, scrape.rejected());
            due = schedule.next(clock.millis());
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
