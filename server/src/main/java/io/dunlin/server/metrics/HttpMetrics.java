package io.dunlin.server.metrics;

import io.dunlin.http.RequestObserver;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the answered HTTP requests by route and status. Thread-safe. */
public final class HttpMetrics implements RequestObserver, MetricSource {
    private static final double NANOS = 1e9;

    private final Map<Key, LongAdder> requests = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> nanosByHandler = new ConcurrentHashMap<>();

    private record Key(String handler, int status) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byHandler = handler.compareTo(other.handler);
            return byHandler == 0 ? Integer.compare(status, other.status) : byHandler;
        }
    }

    @Override
    public void answered(String pattern, int status, long nanos) {
        requests.computeIfAbsent(new Key(pattern, status), key -> new LongAdder())
                .increment();
        nanosByHandler.computeIfAbsent(pattern, handler -> new LongAdder()).add(nanos);
    }

    /** Returns how many requests were answered. */
    public long answered() {
        return requests.values().stream().mapToLong(LongAdder::sum).sum();
    }

    @Override
    public void write(MetricWriter out) {
        out.counter("dunlin_http_requests_total", "Answered requests by route and status.");
        new TreeMap<>(requests)
                .forEach((key, count) ->
                        out.sample(count.sum(), "handler", key.handler, "code", Integer.toString(key.status)));
        out.counter(
                "dunlin_http_request_seconds_total",
                "Time from the arrival of requests to the last byte of their answers, in seconds, by route.");
        new TreeMap<>(nanosByHandler).forEach((handler, nanos) -> out.sample(nanos.sum() / NANOS, "handler", handler));
    }
}
