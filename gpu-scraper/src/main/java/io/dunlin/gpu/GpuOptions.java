package io.dunlin.gpu;

import io.dunlin.gpu.nvml.NativeNvml;
import io.dunlin.gpu.pod.PodResources;
import io.dunlin.tsdb.model.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How GPUs are scraped.
 *
 * @param interval the distance of scrapes, 100 ms to 1 h
 * @param library the NVML library's name or path
 * @param hostname the value of the label {@code Hostname}
 * @param labels labels added to every series, such as {@code kubernetes_node}
 * @param metrics the rows of the table to read
 * @param processes whether each process that uses a GPU has series of its own; containers always have
 * @param podResources the socket of the kubelet's pod-resources service
 */
public record GpuOptions(
        Duration interval,
        String library,
        String hostname,
        Labels labels,
        Set<GpuMetric> metrics,
        boolean processes,
        Path podResources) {
    private static final String JOB = "dunlin-gpu";
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Checks the interval. */
    public GpuOptions {
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("GPU scrape interval out of range: interval=" + interval + " expected="
                    + SHORTEST + " to " + LONGEST);
        }
    }

    /** The platform's library once every {@code interval}, with the default metrics. */
    public static GpuOptions of(Duration interval, String hostname) {
        return new GpuOptions(
                interval,
                NativeNvml.defaultLibrary(),
                hostname,
                Labels.empty(),
                defaultMetrics(),
                true,
                PodResources.KUBELET_SOCKET);
    }

    /** Returns the metrics that dcgm-exporter's default list has switched on. */
    public static Set<GpuMetric> defaultMetrics() {
        Set<GpuMetric> metrics = EnumSet.noneOf(GpuMetric.class);
        Arrays.stream(GpuMetric.values()).filter(GpuMetric::isDefault).forEach(metrics::add);
        return metrics;
    }

    /**
     * Returns the default metrics and those named; the name {@code all} stands for the whole table.
     *
     * @throws IllegalArgumentException naming all names that are not in the table
     */
    public static Set<GpuMetric> defaultMetricsAnd(List<String> names) {
        Set<GpuMetric> metrics = defaultMetrics();
        List<String> unknown = new ArrayList<>();
        for (String name : names) {
            GpuMetric metric = GpuMetric.byName(name);
            if (name.equals("all")) {
                metrics.addAll(Arrays.asList(GpuMetric.values()));
            } else if (metric == null) {
                unknown.add(name);
            } else {
                metrics.add(metric);
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no such GPU metric: metrics=" + String.join(", ", unknown));
        }
        return metrics;
    }

    /**
     * Returns the labels that every stored series has beside those of its device. {@code job} and {@code instance} are there
     * because dashboards choose by them: a scraped exporter's series have them from the scrape.
     */
    Labels targetLabels() {
        Labels.Builder all = Labels.builder().set("job", JOB).set("instance", hostname);
        labels.forEach(label -> all.set(label.name(), label.value()));
        return all.build();
    }
}
