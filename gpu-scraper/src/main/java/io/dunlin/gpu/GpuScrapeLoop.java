package io.dunlin.gpu;

import io.dunlin.gpu.nvml.NvmlUnavailableException;
import io.dunlin.gpu.pod.DeviceHolders;
import io.dunlin.gpu.pod.PodWatcher;
import io.dunlin.gpu.pod.ProcessOwners;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.Storage;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes scrapes one at a time: opens a session when there is none and one is due, has it read within a deadline, and stores
 * what it gave at one timestamp. Driver calls run on the reader's thread, all else on the caller's. While a driver call
 * hangs, the series have ended and nothing more is asked of the driver. One thread, but for {@link #expose}.
 */
public final class GpuScrapeLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GpuScrapeLoop.class);
    private static final long FIRST_RETRY = 1_000;
    private static final long LAST_RETRY = 300_000;
    private static final long SHORTEST_DEADLINE = 1_000;
    private static final long LONGEST_DEADLINE = 5_000;
    private static final long POD_INTERVAL = 10_000;
    private static final double MIB = 1 << 20;

    private final Storage storage;
    private final GpuOptions options;
    private final List<GpuMetric> metrics;
    private final PodWatcher pods;
    private final ProcessOwners owners;
    private final GpuReaderThread reader = new GpuReaderThread();
    private final Runnable open = this::openSession;
    private final Runnable read = this::readSession;

    /** How long a scrape may take before the driver counts as hung; slower than the interval is only slow. */
    private final long deadline;

    /** The same for opening: a driver that no program has open wakes its GPUs first, which takes seconds. */
    private final long openDeadline;

    /** Written by the reader's thread while its task runs, read by the caller's after the task has ended. */
    private GpuSession session;

    private NvmlUnavailableException unavailable;
    private boolean sessionOver;

    /** Whether the reader has been asked for a session that nobody has looked at yet. */
    private boolean opening;

    private GpuSeries series;
    private UsageSeries usage;
    private DeviceHolders holders = DeviceHolders.NONE;
    private boolean hung;
    private boolean hopeless;
    private boolean said;
    private long retryAt;
    private long retry = FIRST_RETRY;
    private long scrapes;
    private long failures;
    private long hangs;

    /** Makes a loop without a session. */
    public GpuScrapeLoop(Storage storage, GpuOptions options) {
        this(
                storage,
                options,
                new PodWatcher(options.podResources(), POD_INTERVAL),
                new ProcessOwners(),
                LONGEST_DEADLINE);
    }

    GpuScrapeLoop(Storage storage, GpuOptions options, PodWatcher pods, ProcessOwners owners, long openDeadline) {
        this.storage = storage;
        this.options = options;
        this.pods = pods;
        this.owners = owners;
        this.metrics = List.copyOf(options.rows().metrics());
        this.deadline = Math.max(SHORTEST_DEADLINE, Math.min(options.interval().toMillis(), LONGEST_DEADLINE));
        this.openDeadline = openDeadline;
    }

    /** Makes the scrape of one timestamp (Unix milliseconds). */
    public void scrape(long timestamp) {
        if (hung && !reader.await(0)) {
            return;
        }
        hung = false;
        if ((opening || session == null) && !opened(timestamp)) {
            return;
        }
        sessionOver = false;
        reader.start(read);
        if (!reader.await(deadline)) {
            hang(timestamp, deadline);
            return;
        }
        store(timestamp, false);
        if (sessionOver) {
            endSession(timestamp);
        }
    }

    /** Returns whether GPUs can never be scraped here, because there is no library. */
    public boolean isHopeless() {
        return hopeless;
    }

    private boolean opened(long now) {
        if (!opening) {
            if (now < retryAt) {
                return false;
            }
            unavailable = null;
            opening = true;
            reader.start(open);
        }
        if (!reader.await(openDeadline)) {
            hang(now, openDeadline);
            return false;
        }
        opening = false;
        if (unavailable != null) {
            unavailable(now);
            return false;
        }
        retry = FIRST_RETRY;
        said = false;
        makeSeries();
        LOG.info("GPUs are scraped: count={} interval={}", session.devices().size(), options.interval());
        return true;
    }

    private synchronized void makeSeries() {
        holders = pods.holders();
        series = new GpuSeries(session, metrics, options, holders);
        usage = new UsageSeries(session.devices(), options, owners);
    }

    private void unavailable(long now) {
        if (!said) {
            LOG.info("GPUs are not scraped: {}", unavailable.getMessage());
            said = true;
        }
        hopeless = !unavailable.mayComeLater();
        retryAt = now + retry;
        retry = Math.min(2 * retry, LAST_RETRY);
    }

    private void openSession() {
        try {
            session = GpuSession.open(options.library(), options.rows());
        } catch (NvmlUnavailableException e) {
            unavailable = e;
        }
    }

    private void readSession() {
        sessionOver = !session.read();
    }

    private void hang(long timestamp, long millis) {
        hung = true;
        hangs++;
        LOG.warn("A GPU driver call hangs, GPUs are not scraped until it returns: millis={}", millis);
        if (series != null) {
            store(timestamp, true);
        }
    }

    private synchronized void store(long timestamp, boolean end) {
        try (Appender appender = storage.appender()) {
            if (end) {
                series.end(appender, timestamp);
                usage.end(appender, timestamp);
            } else {
                followHolders(appender, timestamp);
                series.append(appender, session.readings().values(), timestamp);
                appendUsage(appender, timestamp);
            }
            appender.commit();
            scrapes++;
        } catch (StorageException | IOException e) {
            failures++;
            LOG.warn("A GPU scrape could not be stored: {}", e.getMessage());
        }
    }

    /** A device that changes hands goes on under other labels, so the series under the old ones end. */
    private void followHolders(Appender appender, long timestamp) {
        DeviceHolders now = pods.holders();
        if (!now.equals(holders)) {
            series.end(appender, timestamp);
            holders = now;
            series = new GpuSeries(session, metrics, options, holders);
        }
    }

    private void appendUsage(Appender appender, long timestamp) throws IOException {
        usage.begin();
        for (int i = 0; i < session.devices().size(); i++) {
            usage.add(i, session.processes(i));
        }
        for (int i = 0; i < session.devices().size(); i++) {
            double memory = session.readings().value(i, GpuMetric.FB_USED) * MIB;
            usage.limit(i, memory, session.readings().value(i, GpuMetric.GPU_UTIL));
        }
        usage.append(appender, timestamp);
    }

    private void endSession(long now) {
        LOG.info("GPUs changed or the driver went away: NVML is opened anew");
        if (session.readings().isDriverGone()) {
            retryAt = now + retry;
        }
        session.close();
        session = null;
    }

    /** Returns the values of the last scrape in Prometheus's text format. Any thread. */
    public synchronized String expose() {
        Exposition out = new Exposition();
        if (series != null) {
            series.expose(out);
            usage.expose(out);
        }
        return out.toString();
    }

    /** Returns what has been seen so far. */
    public GpuStatus status() {
        boolean readable = session != null && !hung;
        return new GpuStatus(
                readable ? session.devices().size() : 0,
                readable ? session.readings().lost() : 0,
                scrapes,
                failures,
                series == null ? 0 : series.rejected(),
                hangs);
    }

    /** Shuts NVML down, unless a driver call hangs. */
    @Override
    public void close() {
        if (reader.await(deadline) && session != null) {
            session.close();
            session = null;
        }
        reader.close();
        pods.close();
    }
}
