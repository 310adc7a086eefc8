package io.dunlin.server;

import io.dunlin.tsdb.head.HeadLimits;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The flags that limit the head. Prometheus has no such flags; it has limits only for each scrape. */
final class HeadLimitFlags {
    private static final int SMALLEST_MEMORY = 16 << 20;

    @Option(
            names = "--storage.head.max-series",
            paramLabel = "<number>",
            defaultValue = "0",
            description = "Most series in the head, 0 for as many as memory allows (default: ${DEFAULT-VALUE}).")
    private int maxSeries;

    @Option(
            names = "--storage.head.max-series-per-metric",
            paramLabel = "<number>",
            defaultValue = "0",
            description =
                    "Most series in the head with the same metric name, 0 for no limit (default: ${DEFAULT-VALUE}).")
    private int maxMetricSeries;

    @Option(
            names = "--storage.head.max-labels",
            paramLabel = "<number>",
            defaultValue = "256",
            description = "Most labels of a series, 0 for no limit (default: ${DEFAULT-VALUE}).")
    private int maxLabels;

    @Option(
            names = "--storage.head.max-label-name-length",
            paramLabel = "<number>",
            defaultValue = "1024",
            description = "Most characters of a label name, 0 for no limit (default: ${DEFAULT-VALUE}).")
    private int maxNameLength;

    @Option(
            names = "--storage.head.max-label-value-length",
            paramLabel = "<number>",
            defaultValue = "65536",
            description = "Most characters of a label value, 0 for no limit (default: ${DEFAULT-VALUE}).")
    private int maxValueLength;

    @Option(
            names = "--storage.head.max-memory",
            paramLabel = "<size>",
            converter = ServeCommand.BytesConverter.class,
            description = "Most memory outside of the Java heap (default: what the machine or its cgroup leaves).")
    private ServeCommand.Size maxMemory;

    /** Tells what is wrong, if anything. */
    void check(Consumer<String> wrong) {
        positive("--storage.head.max-series", maxSeries, wrong);
        positive("--storage.head.max-series-per-metric", maxMetricSeries, wrong);
        positive("--storage.head.max-labels", maxLabels, wrong);
        positive("--storage.head.max-label-name-length", maxNameLength, wrong);
        positive("--storage.head.max-label-value-length", maxValueLength, wrong);
        if (memory() < SMALLEST_MEMORY) {
            wrong.accept("--storage.head.max-memory must not be below 16MB: " + maxMemory);
        }
    }

    private static void positive(String flag, int value, Consumer<String> wrong) {
        if (value < 0) {
            wrong.accept(flag + " must not be negative: " + value);
        }
    }

    /** Returns the limits on series. */
    HeadLimits limits() {
        return new HeadLimits(maxSeries, maxMetricSeries, maxLabels, maxNameLength, maxValueLength);
    }

    /** Returns the most bytes outside of the Java heap. */
    long memory() {
        return maxMemory == null ? MachineMemory.offHeapLimit() : maxMemory.bytes();
    }
}
