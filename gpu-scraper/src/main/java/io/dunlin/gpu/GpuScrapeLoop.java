package io.dunlin.gpu;

import io.dunlin.gpu.nvml.NvmlUnavailableException;
import io.dunlin.gpu.pod.PodWatcher;
import io.dunlin.gpu.pod.ProcessOwners;
import io.dunlin.tsdb.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes scrapes one at a time: opens a session when there is none and one is due, has it read within a deadline, and hands on
 * what it gave with one timestamp. All driver calls run on the reader's thread. While one hangs, the series have ended and
 * nothing more is asked of the driver. One thread, but for {@link #expose}.
 */
public final class GpuScrapeLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GpuScrapeLoop.class);
    private static final long FIRST_RETRY = 1_000;
    private static final long LAST_RETRY = 300_000;
    private static final long SHORTEST_DEADLINE = 1_000;
    private static final long LONGEST_DEADLINE = 5_000;
    private static final long POD_INTERVAL = 10_000;

    private final GpuOptions options;
    private final PodWatcher pods;
    private final ScrapeWriter writer;
    private final SnapshotSink sink;
    private final GpuReaderThread reader = new GpuReaderThread();
    private final Runnable open = this::openSession;
    private final Runnable read = this::readSession;
    private final Runnable shut = this::closeSession;

    /** How long a scrape may take before the driver counts as hung; slower than the interval is only slow. */
    private final long deadline;

    /** The same for opening: a driver that no program has open wakes its GPUs first, which takes seconds. */
    private final long openDeadline;

    /** Written by the reader's thread while its task runs, read by the caller's after the task has ended. */
    private GpuSession session;

    private NvmlUnavailableException unavailable;
    private boolean sessionOver;

    /** The time of the task under way, in Unix milliseconds. */
    private long now;

    /** Whether the reader has been asked for a session that nobody has looked at yet. */
    private boolean opening;

    /** The devices that the log has last been told of. */
    private GpuDevices told = GpuDevices.NONE;

    /** Whether samples were handed on that no stale marker has ended. */
    private boolean hasSeries;

    private int lost;
    private boolean hung;
    private boolean hopeless;
    private boolean said;
    private long retryAt;
    private long retry = FIRST_RETRY;
    private long hangs;
    private long dropped;

    /** Makes a loop without a session, which stores each scrape before it makes the next. */
    public GpuScrapeLoop(Storage storage, GpuOptions options) {
        this(storage, options, podWatcher(options), new ProcessOwners(), LONGEST_DEADLINE);
    }

    GpuScrapeLoop(Storage storage, GpuOptions options, PodWatcher pods, ProcessOwners owners, long openDeadline) {
        this(options, pods, new ScrapeWriter(storage, options, pods, owners), openDeadline);
    }

    private GpuScrapeLoop(GpuOptions options, PodWatcher pods, ScrapeWriter writer, long openDeadline) {
        this(options, pods, writer, new StoredAtOnce(writer), openDeadline);
    }

    private GpuScrapeLoop(
            GpuOptions options, PodWatcher pods, ScrapeWriter writer, SnapshotSink sink, long openDeadline) {
        this.options = options;
        this.pods = pods;
        this.writer = writer;
        this.sink = sink;
        this.deadline = Math.max(SHORTEST_DEADLINE, Math.min(options.interval().toMillis(), LONGEST_DEADLINE));
        this.openDeadline = openDeadline;
    }

    /** Returns a loop without a session, which stores scrapes on a thread of its own. */
    static GpuScrapeLoop storingBeside(Storage storage, GpuOptions options) {
        PodWatcher pods = podWatcher(options);
        ScrapeWriter writer = new ScrapeWriter(storage, options, pods, new ProcessOwners());
        return new GpuScrapeLoop(options, pods, writer, new WaitingScrapes(writer), LONGEST_DEADLINE);
    }

    private static PodWatcher podWatcher(GpuOptions options) {
        return new PodWatcher(options.podResources(), POD_INTERVAL);
    }

    /** Makes the scrape of one timestamp (Unix milliseconds). */
    public void scrape(long timestamp) {
        if (hung && !reader.await(0)) {
            return;
        }
        hung = false;
        now = timestamp;
        if ((opening || session == null) && !opened()) {
            return;
        }
        sessionOver = false;
        reader.start(read);
        if (!reader.await(deadline)) {
            hang(deadline);
            return;
        }
        hand();
        tellLost();
        if (sessionOver) {
            endSession();
        }
    }

    /** Returns whether GPUs can never be scraped here, because there is no library. */
    public boolean isHopeless() {
        return hopeless;
    }

    private boolean opened() {
        if (!opening) {
            if (now < retryAt) {
                return false;
            }
            unavailable = null;
            opening = true;
            reader.start(open);
        }
        if (!reader.await(openDeadline)) {
            hang(openDeadline);
            return false;
        }
        opening = false;
        if (unavailable != null) {
            unavailable();
            return false;
        }
        retry = FIRST_RETRY;
        said = false;
        if (!session.devices().equals(told)) {
            told = session.devices();
            LOG.info("GPUs are scraped: count={} interval={}", session.gpus(), options.interval());
        }
        return true;
    }

    private void unavailable() {
        if (!said) {
            LOG.info("GPUs are not scraped: {}", unavailable.getMessage());
            said = true;
        }
        end();
        hopeless = !unavailable.mayComeLater();
        retryAt = now + retry;
        retry = Math.min(2 * retry, LAST_RETRY);
    }

    private void openSession() {
        try {
            session = GpuSession.open(options.library(), options.rows(), now);
        } catch (NvmlUnavailableException e) {
            unavailable = e;
        }
    }

    private void readSession() {
        sessionOver = !session.read(now);
    }

    private void closeSession() {
        session.close();
        session = null;
    }

    private void hang(long millis) {
        hung = true;
        hangs++;
        LOG.warn("A GPU driver call hangs, GPUs are not scraped until it returns: millis={}", millis);
        end();
    }

    /** Hands on what was read last. */
    private void hand() {
        GpuSnapshot snapshot = sink.take();
        if (snapshot == null) {
            dropped++;
            return;
        }
        snapshot.fill(session, now);
        sink.put(snapshot);
        hasSeries = true;
    }

    /** Hands on that there is no device to read, where there was one before. */
    private void end() {
        GpuSnapshot snapshot = hasSeries ? sink.take() : null;
        if (snapshot != null) {
            snapshot.clear(now);
            sink.put(snapshot);
            hasSeries = false;
        }
    }

    private void tellLost() {
        if (session.lost() != lost) {
            lost = session.lost();
            LOG.warn("GPUs that are lost or need a reset: count={}", lost);
        }
    }

    private void endSession() {
        if (session.readings().isDriverGone()) {
            LOG.info("The GPU driver went away: NVML is opened anew");
            retryAt = now + retry;
        }
        reader.start(shut);
        if (!reader.await(LONGEST_DEADLINE)) {
            hang(LONGEST_DEADLINE);
        }
    }

    /** Returns the values of the last scrape in Prometheus's text format. Any thread. */
    public String expose() {
        return writer.expose();
    }

    /** Returns what has been seen so far. */
    public GpuStatus status() {
        boolean readable = !hung && session != null;
        return new GpuStatus(
                readable ? session.gpus() : 0,
                readable ? session.lost() : 0,
                writer.stored(),
                writer.failures() + dropped,
                writer.rejected(),
                hangs);
    }

    /** Shuts NVML down, unless a driver call hangs, and stores what waits. */
    @Override
    public void close() {
        if (reader.await(deadline) && session != null) {
            reader.start(shut);
            if (!reader.await(LONGEST_DEADLINE)) {
                LOG.warn("NVML does not shut down, it is left as it is: millis={}", LONGEST_DEADLINE);
            }
        }
        reader.close();
        sink.close();
        pods.close();
    }
}
