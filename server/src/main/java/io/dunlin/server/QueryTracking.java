package io.dunlin.server;

import io.dunlin.http.querylog.ActiveQueries;
import io.dunlin.http.querylog.QueryEvent;
import io.dunlin.http.querylog.QueryLog;
import io.dunlin.http.querylog.QueryObserver;
import io.dunlin.server.metrics.MetricSource;
import io.dunlin.server.metrics.MetricWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Follows the queries: the file of those at work, the log of those that ended, and their metrics. Sees nothing before it
 * is open, which is when this process has the data directory and no query has come yet. Thread-safe.
 */
final class QueryTracking implements QueryObserver, MetricSource, AutoCloseable {
    private final Clock clock;
    private final AtomicInteger running = new AtomicInteger();
    private volatile ActiveQueries active;
    private volatile QueryLog finished;

    QueryTracking(Clock clock) {
        this.clock = clock;
    }

    /** Opens the files; queries left over from a crash are logged. */
    void open(Path dataDirectory, int concurrency, Optional<Path> logFile) throws IOException {
        active = ActiveQueries.open(dataDirectory, concurrency, clock);
        if (logFile.isPresent()) {
            finished = QueryLog.open(logFile.get(), clock);
        }
    }

    @Override
    public Running begins(String query) {
        running.incrementAndGet();
        ActiveQueries names = active;
        Running named = names == null ? () -> {} : names.begins(query);
        return () -> {
            named.close();
            running.decrementAndGet();
        };
    }

    @Override
    public void ended(QueryEvent event) {
        QueryLog log = finished;
        if (log != null) {
            log.write(event);
        }
    }

    @Override
    public void write(MetricWriter out) {
        QueryLog log = finished;
        out.gauge("prometheus_engine_queries", "Queries being evaluated.").sample(running.get());
        out.gauge("prometheus_engine_query_log_enabled", "Whether finished queries are written to a file.")
                .sample(log == null ? 0L : 1L);
        out.counter("prometheus_engine_query_log_failures_total", "Finished queries that could not be written.")
                .sample(log == null ? 0L : log.failures());
    }

    @Override
    public void close() throws IOException {
        try (ActiveQueries first = active;
                QueryLog second = finished) {
            active = null;
            finished = null;
        }
    }
}
