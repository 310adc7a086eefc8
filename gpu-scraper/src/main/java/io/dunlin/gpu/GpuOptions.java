package io.dunlin.gpu;

import io.dunlin.gpu.nvml.NativeNvml;
import io.dunlin.tsdb.model.Labels;
import java.time.Duration;

/**
 * How GPUs are scraped.
 *
 * @param interval the distance of scrapes, 100 ms to 1 h
 * @param library the NVML library's name or path
 * @param hostname the value of the label {@code Hostname}
 * @param labels labels added to every series, such as {@code kubernetes_node}
 */
public record GpuOptions(Duration interval, String library, String hostname, Labels labels) {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Checks the interval. */
    public GpuOptions {
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("GPU scrape interval out of range: interval=" + interval
                    + " expected=" + SHORTEST + " to " + LONGEST);
        }
    }

    /** The platform's library once every {@code interval}. */
    public static GpuOptions of(Duration interval, String hostname) {
        return new GpuOptions(interval, NativeNvml.defaultLibrary(), hostname, Labels.empty());
    }
}
