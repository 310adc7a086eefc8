package io.dunlin.server.warmup;

import com.sun.management.OperatingSystemMXBean;
import io.dunlin.promql.engine.Cancellation;
import io.dunlin.promql.engine.EngineOptions;
import io.dunlin.promql.engine.PromqlEngine;
import io.dunlin.promql.engine.QueryOptions;
import io.dunlin.promql.result.QueryException;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.tsdb.EphemeralStorage;
import io.dunlin.tsdb.storage.View;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates typical queries over {@link WarmUpSamples} on a thread of its own, so that the JVM compiles what a dashboard
 * needs before the first one asks. It has a small database and an engine of its own and never touches real data.
 *
 * <p>It gives way: a query starts only after a rest in which the whole process, the JVM's compiler included, left most of
 * the machine idle. A server that starts under load thus takes in samples first and is warmed by its real queries.
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
            "sum(warmup_gauge / (warmup_gauge + warmup_gauge))",
            "warmup_gauge{Hostname=\"node-1\",gpu=\"3\"}");

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int ROUNDS = 20;
    private static final Duration REST = Duration.ofMillis(25);
    private static final int IDLE_SHARE = 4;
    private static final long MEMORY_LIMIT = 64 << 20;
    private static final Duration HOUR = Duration.ofHours(1);

    private final Cancellation cancellation = new Cancellation();
    private final Thread thread;
    private boolean closed;

    private WarmUp() {
        thread = new Thread(this::run, "warm-up");
        thread.setDaemon(true);
    }

    /** Starts warming up. */
    public static WarmUp start() {
        WarmUp warmUp = new WarmUp();
        warmUp.thread.start();
        return warmUp;
    }

    /** Opens a database with the samples. */
    static EphemeralStorage storage() {
        Instant newest =
                Instant.ofEpochMilli(WarmUpSamples.START + (long) WarmUpSamples.INTERVAL * WarmUpSamples.SAMPLES);
        EphemeralStorage storage = EphemeralStorage.open(HOUR.multipliedBy(2), MEMORY_LIMIT, () -> newest);
        WarmUpSamples.write(storage);
        return storage;
    }

    private void run() {
        try (EphemeralStorage storage = storage();
                PromqlEngine engine = new PromqlEngine(EngineOptions.defaults())) {
            int round = 0;
            while (round < ROUNDS && warmOnce(engine, storage)) {
                round++;
            }
            LOG.debug("Warmed up: rounds={} queries={}", round, QUERIES.size());
        } catch (QueryException e) {
            LOG.debug("Stopped warming up", e);
        } catch (RuntimeException e) {
            LOG.warn("The warm-up failed; the first queries will take longer", e);
        }
    }

    /** Evaluates each query once, while the machine is idle; returns false where it has been stopped. */
    private boolean warmOnce(PromqlEngine engine, EphemeralStorage storage) {
        for (String query : QUERIES) {
            if (!awaitIdle()) {
                return false;
            }
            evaluate(engine, storage, query, cancellation);
        }
        return true;
    }

    /** Evaluates a query at the steps of one hour, as a dashboard does. */
    static QueryResult evaluate(
            PromqlEngine engine, EphemeralStorage storage, String query, Cancellation cancellation) {
        long end = WarmUpSamples.START + (long) WarmUpSamples.INTERVAL * (WarmUpSamples.SAMPLES - 1);
        QueryOptions options = new QueryOptions(Duration.ZERO, Duration.ZERO, false, cancellation);
        try (View view = storage.view()) {
            return engine.range(view, query, end - HOUR.toMillis(), end, WarmUpSamples.INTERVAL, options);
        }
    }

    /** Rests until the process was nearly idle during a rest; false when there is no more to do. */
    private boolean awaitIdle() {
        long allowed = REST.toNanos() * Runtime.getRuntime().availableProcessors() / IDLE_SHARE;
        long before = cpuNanos();
        while (rest()) {
            long after = cpuNanos();
            if (after - before <= allowed) {
                return true;
            }
            before = after;
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
        long deadline = System.nanoTime() + REST.toNanos();
        long left = REST.toNanos();
        while (!closed && left > 0) {
            try {
                wait(Math.max(1, Duration.ofNanos(left).toMillis()));
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
        cancellation.cancel();
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
