package io.dunlin.server.warmup;

import com.sun.management.OperatingSystemMXBean;
import io.dunlin.http.InnerConnection;
import io.dunlin.http.RouteTable;
import io.dunlin.http.endpoint.ApiRoutes;
import io.dunlin.http.endpoint.ApiServices;
import io.dunlin.promql.engine.EngineOptions;
import io.dunlin.promql.engine.PromqlEngine;
import io.dunlin.tsdb.EphemeralStorage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks typical queries over {@link WarmUpSamples} on a thread of its own, so that the JVM compiles what a dashboard needs before
 * the first one asks. They pass the server's endpoints, but for the socket, over a small database and an engine of their own:
 * real data is never touched. Between them it takes {@link WarmUpWrites}, for what a sender needs.
 *
 * <p>It gives way: after a first look at what each query needs, whatever it does begins only after a rest in which the whole
 * process, the JVM's compiler included, left most of the machine idle. A server that starts under load thus takes in samples
 * first and is warmed by its real queries. The first look is meant to be had beside the opening of the database.
 */
public final class WarmUp implements AutoCloseable {
    /** One or two of each way through selecting, decoding, computing and aggregating. */
    static final List<String> QUERIES = List.of(
            "sum by (le) (rate(warmup_bucket[5m]))",
            "histogram_quantile(0.99, sum by (le, model_name) (rate(warmup_bucket[5m])))",
            "sum(increase(warmup_bucket{le=~\"1|.*5\"}[1m]))",
            "sum(avg_over_time(warmup_gauge[1h]))",
            "avg by (Hostname) (warmup_gauge)",
            "max by (gpu) (warmup_gauge)",
            "count(warmup_gauge > 50)",
            "topk(5, warmup_gauge)",
            "sum(warmup_gauge / (warmup_gauge + warmup_gauge))");

    /** What reads little, so that what every query passes costs most: parser, planner and HTTP are asked as often as this. */
    static final List<String> SMALL_QUERIES = List.of(
            "warmup_gauge{Hostname=\"node-1\",gpu=\"3\"}",
            "sum(rate(warmup_bucket{instance=\"10.0.0.1\"}[5m])) / 2",
            "avg by (gpu, pod) (warmup_gauge{Hostname=~\"node-[12]\"})");

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int ROUNDS = 20;
    static final int FIRST_SCRAPES = 12;
    static final Duration FIRST_SPAN = Duration.ofMinutes(5);
    private static final int SMALL_REPEATS = 20;
    private static final int SMALL_AT_ONCE = 5;
    private static final long MILLIS_PER_SECOND = 1000;
    private static final long SHORTEST_REST_MILLIS = 25;
    private static final long LONGEST_REST_MILLIS = 400;
    private static final int IDLE_SHARE = 4;
    private static final long MEMORY_LIMIT = 64 << 20;
    private static final Duration HOUR = Duration.ofHours(1);

    private final ApiServices services;
    private final LongSupplier answered;
    private final Thread thread;
    private boolean closed;

    /** How many queries were asked. */
    private int asked;

    /** How long the next rest is. */
    private long restMillis = SHORTEST_REST_MILLIS;

    private WarmUp(ApiServices services, LongSupplier answered) {
        this.services = services;
        this.answered = answered;
        thread = new Thread(this::run, "warm-up");
        thread.setDaemon(true);
    }

    /**
     * Starts warming up the endpoints over some services, whose storage and engine are left alone.
     *
     * @param answered how many real requests were answered so far
     */
    public static WarmUp start(ApiServices services, LongSupplier answered) {
        WarmUp warmUp = new WarmUp(services, answered);
        warmUp.thread.start();
        return warmUp;
    }

    /** Opens a database without samples. */
    static EphemeralStorage storage() {
        Instant newest = Instant.ofEpochMilli(WarmUpSamples.END);
        return EphemeralStorage.open(HOUR.multipliedBy(2), MEMORY_LIMIT, () -> newest);
    }

    /** Opens a database with what writes to it. */
    static WarmUpWrites writes() {
        return new WarmUpWrites(storage(), Instant.ofEpochMilli(WarmUpSamples.END));
    }

    private void run() {
        try (EphemeralStorage storage = storage();
                WarmUpWrites writes = writes();
                PromqlEngine engine = new PromqlEngine(EngineOptions.defaults());
                InnerConnection connection =
                        new InnerConnection(new RouteTable(ApiRoutes.of(services.over(storage, engine))))) {
            WarmUpSamples samples = new WarmUpSamples(storage);
            firstLook(samples, connection);
            int round = 0;
            if (samples.writeUpTo(WarmUpSamples.SAMPLES, this::awaitIdle)) {
                while (round < ROUNDS && warmOnce(connection, writes)) {
                    round++;
                }
            }
            LOG.debug("Warmed up: rounds={} queries={}", round, QUERIES.size() + SMALL_QUERIES.size());
        } catch (IOException | RuntimeException e) {
            LOG.warn("The warm-up failed; the first queries will take longer", e);
        }
    }

    /**
     * Asks each query over a few samples, at once and only once: the first real query needs the same classes and the same code
     * compiled, however little; and what the launcher keeps of a server has them even where that was never asked anything.
     */
    private static void firstLook(WarmUpSamples samples, InnerConnection connection) throws IOException {
        samples.writeUpTo(FIRST_SCRAPES, () -> true);
        long end = WarmUpSamples.time(FIRST_SCRAPES - 1);
        for (String query : SMALL_QUERIES) {
            instant(connection, query, end);
            range(connection, query, end, FIRST_SPAN);
        }
        for (String query : QUERIES) {
            range(connection, query, end, FIRST_SPAN);
        }
    }

    /**
     * Asks each query once and each small one often, while the machine is idle, and writes a little before each of the first;
     * returns false where it has been stopped.
     */
    private boolean warmOnce(InnerConnection connection, WarmUpWrites writes) throws IOException {
        for (String query : QUERIES) {
            if (!awaitIdle()) {
                return false;
            }
            writes.next();
            range(connection, another(query), WarmUpSamples.END, HOUR);
        }
        for (int i = 0; i < SMALL_REPEATS; i++) {
            if (i % SMALL_AT_ONCE == 0 && !awaitIdle()) {
                return false;
            }
            for (String query : SMALL_QUERIES) {
                instant(connection, another(query), WarmUpSamples.END);
                range(connection, another(query), WarmUpSamples.END, HOUR);
            }
        }
        return true;
    }

    /** Returns a query in a text that was not asked before: an engine knows those again and does not read them. */
    private String another(String query) {
        asked++;
        return query + " # " + asked;
    }

    /** Asks a query at the steps of a time span before a time, as a dashboard does. */
    static byte[] range(InnerConnection connection, String query, long end, Duration span) throws IOException {
        long start = end - span.toMillis();
        return connection.post(
                "/api/v1/query_range",
                "query=" + encoded(query) + "&start=" + seconds(start) + "&end=" + seconds(end) + "&step="
                        + seconds(WarmUpSamples.INTERVAL));
    }

    /** Asks a query at a time, as an alert does. */
    static byte[] instant(InnerConnection connection, String query, long time) throws IOException {
        return connection.post("/api/v1/query", "query=" + encoded(query) + "&time=" + seconds(time));
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    private static long seconds(long millis) {
        return millis / MILLIS_PER_SECOND;
    }

    /**
     * Rests until the process was nearly idle during a rest; false when there is no more to do. A rest in which a request was
     * answered counts only where it was a long one: a server that takes in samples without end has idle moments too, while it
     * waits for its sender, for a sync or for the processor. Each busy rest makes the next twice as long and each idle one half
     * as long.
     */
    private boolean awaitIdle() {
        long before = cpuNanos();
        long answeredBefore = answered.getAsLong();
        while (rest()) {
            long after = cpuNanos();
            long answeredAfter = answered.getAsLong();
            long most = TimeUnit.MILLISECONDS.toNanos(restMillis)
                    * Runtime.getRuntime().availableProcessors()
                    / IDLE_SHARE;
            boolean isAlone = answeredAfter == answeredBefore || restMillis == LONGEST_REST_MILLIS;
            if (isAlone && after - before <= most) {
                restMillis = Math.max(SHORTEST_REST_MILLIS, restMillis / 2);
                return true;
            }
            restMillis = Math.min(LONGEST_REST_MILLIS, restMillis * 2);
            before = after;
            answeredBefore = answeredAfter;
        }
        return false;
    }

    /** Returns the CPU time of the process; the same every time where the system does not say. */
    private static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    private synchronized boolean rest() {
        long left = TimeUnit.MILLISECONDS.toNanos(restMillis);
        long deadline = System.nanoTime() + left;
        while (!closed && left > 0) {
            try {
                wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
            } catch (InterruptedException e) {
                throw new IllegalStateException("the warm-up must not be interrupted", e);
            }
            left = deadline - System.nanoTime();
        }
        return !closed;
    }

    /** Stops; returns when nothing runs any more. Idempotent. */
    @Override
    public void close() {
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
