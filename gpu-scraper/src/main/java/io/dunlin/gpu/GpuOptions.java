package io.dunlin.gpu;

import io.dunlin.gpu.nvml.NativeNvml;
import io.dunlin.gpu.pod.PodResources;
import io.dunlin.tsdb.model.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How GPUs are scraped.
 *
 * @param interval the distance of scrapes, 100 ms to 1 h
 * @param library the NVML library's name or path
 * @param hostname the value of the label {@code Hostname}
 * @param labels labels added to every series, such as {@code kubernetes_node}
 * @param rows what is read of each device
 * @param processes whether each process that uses a GPU has series of its own; containers always have
 * @param podResources the socket of the kubelet's pod-resources service
 */
public record GpuOptions(
        Duration interval,
        String library,
        String hostname,
        Labels labels,
        GpuRows rows,
        boolean processes,
        Path podResources) {
    private static final String JOB = "dunlin-gpu";
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** What the text format of version 0.0.4 can show. */
    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private static final Set<String> TAKEN = Set.of(
            Labels.METRIC_NAME,
            "gpu",
            "UUID",
            "pci_bus_id",
            "device",
            "modelName",
            "Hostname",
            "DCGM_FI_DRIVER_VERSION",
            "GPU_I_ID",
            "GPU_I_PROFILE",
            "pod",
            "namespace",
            "container",
            "pid",
            "type",
            "command",
            "user");

    /** Checks the interval and the labels. */
    public GpuOptions {
        labels.forEach(label -> checkLabel(label.name()));
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("GPU scrape interval out of range: interval=" + interval + " expected="
                    + SHORTEST + " to " + LONGEST);
        }
    }

    private static void checkLabel(String name) {
        if (!LABEL_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "no label name for GPU series: labels=" + name + " expected=" + LABEL_NAME.pattern());
        }
        if (TAKEN.contains(name) || GpuLabel.byName(name) != null) {
            throw new IllegalArgumentException("GPU series have this label from their device: labels=" + name);
        }
    }

    /** The platform's library once every {@code interval}, with the default rows. */
    public static GpuOptions of(Duration interval, String hostname) {
        return new GpuOptions(
                interval,
                NativeNvml.defaultLibrary(),
                hostname,
                Labels.empty(),
                GpuRows.standard(),
                true,
                PodResources.KUBELET_SOCKET);
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
