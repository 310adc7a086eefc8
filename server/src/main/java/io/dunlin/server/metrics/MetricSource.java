package io.dunlin.server.metrics;

/** Something that has metrics. Called by one scrape at a time, on any thread. */
@FunctionalInterface
public interface MetricSource {
    /** Writes whole families. */
    void write(MetricWriter out);
}
