package io.dunlin.gpu;

import io.dunlin.gpu.nvml.DeviceIdentity;
import io.dunlin.gpu.nvml.GpuProcesses;
import io.dunlin.gpu.pod.PodContainer;
import io.dunlin.gpu.pod.ProcessOwners;
import io.dunlin.tsdb.model.Labels;
import java.util.List;
import java.util.StringJoiner;

/** What one process, or one container by all its processes, uses of one device. Both series of it have the same labels. */
final class UsageEntry {
    /** The place of the device among those present, negative where it is gone. */
    int device;

    /** The process id, 0 for a container. */
    final int pid;

    /** The bits of what the process does, 0 for a container. */
    final int type;

    final PodContainer container;

    /** The entry of the container that the process runs in, or null. */
    final UsageEntry containerEntry;

    private final Labels labels;

    double memory;
    double smUtilization;
    boolean seen;

    /** Whether the series had a value in the scrape before, and so must end with a stale marker. */
    boolean memoryPresent;

    boolean smPresent;

    private UsageEntry(
            int device, int pid, int type, PodContainer container, UsageEntry containerEntry, Labels labels) {
        this.device = device;
        this.pid = pid;
        this.type = type;
        this.container = container;
        this.containerEntry = containerEntry;
        this.labels = labels;
    }

    static UsageEntry ofContainer(int device, PodContainer container, Labels deviceLabels) {
        Labels labels = withContainer(deviceLabels.toBuilder(), container).build();
        return new UsageEntry(device, 0, 0, container, null, labels);
    }

    static UsageEntry ofProcess(
            int device, int pid, int type, ProcessOwners.Owner owner, UsageEntry containerEntry, Labels deviceLabels) {
        Labels.Builder labels = deviceLabels.toBuilder()
                .set("pid", Integer.toString(pid))
                .set("type", letters(type))
                .set("command", owner.command())
                .set("user", owner.user());
        PodContainer container = containerEntry == null ? null : containerEntry.container;
        if (container != null) {
            withContainer(labels, container);
        }
        return new UsageEntry(device, pid, type, container, containerEntry, labels.build());
    }

    /** Names what a process does as nvidia-smi does: {@code C}, {@code G}, {@code C+G}, {@code M+C}. */
    private static String letters(int type) {
        StringJoiner letters = new StringJoiner("+");
        if ((type & GpuProcesses.MPS) != 0) {
            letters.add("M");
        }
        if ((type & GpuProcesses.COMPUTE) != 0) {
            letters.add("C");
        }
        if ((type & GpuProcesses.GRAPHICS) != 0) {
            letters.add("G");
        }
        return letters.toString();
    }

    private static Labels.Builder withContainer(Labels.Builder labels, PodContainer container) {
        return labels.set("pod", container.pod())
                .set("namespace", container.namespace())
                .set("container", container.container());
    }

    /** Returns the labels that say which device is used. */
    static Labels deviceLabels(DeviceIdentity device, GpuOptions options) {
        Labels.Builder labels = options.targetLabels().toBuilder()
                .set("gpu", Integer.toString(device.index()))
                .set("UUID", device.uuid())
                .set("device", "nvidia" + device.minor())
                .set("modelName", device.model())
                .set("Hostname", options.hostname());
        if (device.isInstance()) {
            labels.set("GPU_I_ID", Integer.toString(device.instance().gpuInstance()))
                    .set("GPU_I_PROFILE", device.instance().profile());
        }
        return labels.build();
    }

    /** Returns the labels of the memory series and of the utilisation series. */
    List<Labels> series() {
        String prefix = pid == 0 ? "dunlin_gpu_pod" : "dunlin_gpu_process";
        return List.of(
                labels.toBuilder()
                        .set(Labels.METRIC_NAME, prefix + "_memory_used_bytes")
                        .build(),
                labels.toBuilder()
                        .set(Labels.METRIC_NAME, prefix + "_sm_utilization")
                        .build());
    }

    void add(double memoryBytes, double smPercent) {
        memory = seen ? sum(memory, memoryBytes) : memoryBytes;
        smUtilization = seen ? sum(smUtilization, smPercent) : smPercent;
        seen = true;
    }

    /** What is unknown of one process does not hide what is known of another. */
    private static double sum(double a, double b) {
        if (Double.isNaN(a)) {
            return b;
        }
        return Double.isNaN(b) ? a : a + b;
    }
}
