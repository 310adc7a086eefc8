package io.dunlin.server.differential;

import java.util.List;

/** What the samples of a metric mean, so that most generated queries ask something sensible of them. */
enum Kind {
    GAUGE(List.of("temperature", "depth", "flag", "irregular", "odd", "once", "target_info"), List.of()),
    COUNTER(
            List.of("requests_total", "bytes_total", "latency_seconds_count", "latency_seconds_sum"),
            List.of("edge_total")),
    HISTOGRAM(List.of("rtt_seconds", "size", "mixed"), List.of("cost")),
    BUCKETS(List.of("latency_seconds_bucket"), List.of());

    private final List<String> metrics;
    private final List<String> newer;

    Kind(List<String> metrics, List<String> newer) {
        this.metrics = metrics;
        this.newer = newer;
    }

    /** Returns a metric of this kind. */
    String metric(Draw draw, boolean current) {
        if (this == HISTOGRAM && !current) {
            return BUCKETS.metric(draw, false);
        }
        return current && !newer.isEmpty() && draw.chance(0.3) ? draw.of(newer) : draw.of(metrics);
    }

    /** Returns a kind of floats, now and then histograms. */
    static Kind any(Draw draw) {
        return draw.chance(0.06) ? HISTOGRAM : draw.chance(0.3) ? COUNTER : draw.chance(0.1) ? BUCKETS : GAUGE;
    }
}
