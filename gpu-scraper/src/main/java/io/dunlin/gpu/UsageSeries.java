package io.dunlin.gpu;

import io.dunlin.gpu.nvml.DeviceIdentity;
import io.dunlin.gpu.nvml.GpuProcesses;
import io.dunlin.gpu.pod.PodContainer;
import io.dunlin.gpu.pod.ProcessOwners;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.StaleMarker;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.WriteRejectedException;
import java.util.ArrayList;
import java.util.List;

/**
 * The series of processes and of containers: memory and utilisation of each on each device. They come with a process and
 * end with it. The containers' shares of a device never add up to more than the device uses. While the same processes run,
 * nothing is allocated. One thread.
 */
final class UsageSeries {
    private static final int SERIES_PER_ENTRY = 2;
    private static final double UTILIZATION_STEP = 0x1p-20;

    private final GpuOptions options;
    private final ProcessOwners owners;
    private final boolean withProcesses;
    private final List<UsageEntry> entries = new ArrayList<>();
    private List<DeviceIdentity> devices = List.of();
    private List<Labels> deviceLabels = List.of();
    private EncodedSeries series = new EncodedSeries(List.of());
    private long[] references = {};
    private boolean changed;

    UsageSeries(GpuOptions options, ProcessOwners owners) {
        this.options = options;
        this.owners = owners;
        this.withProcesses = options.processes();
    }

    /** Goes on with other devices; what used one that is gone ends with the next scrape. */
    void follow(GpuDevices next) {
        for (UsageEntry entry : entries) {
            entry.device = entry.device < 0 ? entry.device : next.identities().indexOf(devices.get(entry.device));
        }
        devices = next.identities();
        deviceLabels =
                devices.stream().map(d -> UsageEntry.deviceLabels(d, options)).toList();
    }

    /** Forgets what was used in the scrape before. */
    void begin() {
        for (int i = 0; i < entries.size(); i++) {
            entries.get(i).seen = false;
        }
    }

    /** Adds the processes of a GPU; those on a MIG instance count for the instance. */
    void add(int gpu, GpuProcesses processes) {
        for (int i = 0; i < processes.count(); i++) {
            int device = device(gpu, processes.instance(i));
            UsageEntry entry = processEntry(device, processes.pid(i), processes.type(i));
            entry.add(processes.memory(i), processes.smUtilization(i));
            if (entry.containerEntry != null) {
                entry.containerEntry.add(processes.memory(i), processes.smUtilization(i));
            }
        }
    }

    private int device(int gpu, int instance) {
        for (int i = gpu + 1; instance != GpuProcesses.NO_INSTANCE && i < devices.size(); i++) {
            DeviceIdentity device = devices.get(i);
            if (device.index() != devices.get(gpu).index()) {
                break;
            }
            if (device.instance().gpuInstance() == instance) {
                return i;
            }
        }
        return gpu;
    }

    private UsageEntry processEntry(int device, int pid, int type) {
        for (int i = 0; i < entries.size(); i++) {
            UsageEntry entry = entries.get(i);
            if (entry.pid == pid && entry.device == device && entry.type == type) {
                return entry;
            }
        }
        ProcessOwners.Owner owner = owners.of(pid);
        UsageEntry container = owner.container() == null ? null : containerEntry(device, owner.container());
        UsageEntry entry = UsageEntry.ofProcess(device, pid, type, owner, container, deviceLabels.get(device));
        entries.add(entry);
        changed = true;
        return entry;
    }

    private UsageEntry containerEntry(int device, PodContainer container) {
        for (UsageEntry entry : entries) {
            if (entry.pid == 0 && entry.device == device && entry.container.equals(container)) {
                return entry;
            }
        }
        UsageEntry entry = UsageEntry.ofContainer(device, container, deviceLabels.get(device));
        entries.add(entry);
        changed = true;
        return entry;
    }

    /**
     * Keeps the containers' shares of a device within what the device uses as a whole.
     *
     * @param memoryBytes the device's memory in use, NaN for unknown
     * @param smPercent the device's utilisation, NaN for unknown
     */
    void limit(int device, double memoryBytes, double smPercent) {
        double memory = 0;
        double sm = 0;
        for (int i = 0; i < entries.size(); i++) {
            UsageEntry entry = entries.get(i);
            if (isShare(entry, device)) {
                memory += Double.isNaN(entry.memory) ? 0 : entry.memory;
                sm += Double.isNaN(entry.smUtilization) ? 0 : entry.smUtilization;
            }
        }
        double memoryFactor = memory > memoryBytes ? memoryBytes / memory : 1;
        double smFactor = sm > smPercent ? smPercent / sm : 1;
        for (int i = 0; i < entries.size(); i++) {
            UsageEntry entry = entries.get(i);
            if (isShare(entry, device)) {
                entry.memory = scaled(entry.memory, memoryFactor, 1);
                entry.smUtilization = scaled(entry.smUtilization, smFactor, UTILIZATION_STEP);
            }
        }
    }

    /** Rounds down to a whole number of steps, a power of two, so that sums are exact and stay within the whole. */
    private static double scaled(double value, double factor, double step) {
        return factor == 1 ? value : Math.floor(value * factor / step) * step;
    }

    private static boolean isShare(UsageEntry entry, int device) {
        return entry.pid == 0 && entry.device == device && entry.seen;
    }

    /** Adds a sample a series, and ends the series of what is no longer there. */
    void append(Appender appender, long timestamp) {
        if (changed) {
            encode();
        }
        appender.resolve(
                series.buffer(), series.offsets(), series.lengths(), series.size(), EncodedSeries::parse, references);
        boolean anyGone = false;
        for (int i = 0; i < entries.size(); i++) {
            UsageEntry entry = entries.get(i);
            boolean shown = entry.seen && (withProcesses || entry.pid == 0);
            int first = SERIES_PER_ENTRY * i;
            entry.memoryPresent =
                    append(appender, first, timestamp, shown ? entry.memory : Double.NaN, entry.memoryPresent);
            entry.smPresent =
                    append(appender, first + 1, timestamp, shown ? entry.smUtilization : Double.NaN, entry.smPresent);
            anyGone |= !entry.seen;
        }
        if (anyGone) {
            entries.removeIf(entry -> !entry.seen);
            changed = true;
        }
    }

    /** Prints what was appended last. */
    void expose(Exposition out) {
        expose(
                out,
                true,
                0,
                "dunlin_gpu_pod_memory_used_bytes",
                "Framebuffer memory that a container uses of a device.");
        expose(out, true, 1, "dunlin_gpu_pod_sm_utilization", "A container's share of a device's utilization (in %).");
        expose(out, false, 0, "dunlin_gpu_process_memory_used_bytes", "Framebuffer memory that a process uses.");
        expose(out, false, 1, "dunlin_gpu_process_sm_utilization", "A process's utilization of a device (in %).");
    }

    private void expose(Exposition out, boolean containers, int place, String name, String help) {
        out.family(name, "gauge", help);
        for (UsageEntry entry : entries) {
            if ((entry.pid == 0) == containers && (containers || withProcesses)) {
                boolean present = place == 0 ? entry.memoryPresent : entry.smPresent;
                double value = place == 0 ? entry.memory : entry.smUtilization;
                out.sample(entry.series().get(place), present ? value : Double.NaN);
            }
        }
    }

    private void encode() {
        List<Labels> labels = new ArrayList<>();
        entries.forEach(entry -> labels.addAll(entry.series()));
        series = new EncodedSeries(labels);
        references = new long[series.size()];
        changed = false;
    }

    /** Returns whether the series has a sample after this. */
    private boolean append(Appender appender, int slot, long timestamp, double value, boolean present) {
        boolean has = !Double.isNaN(value);
        if (!has && !present) {
            return false;
        }
        try {
            appender.append(references[slot], timestamp, has ? value : StaleMarker.VALUE);
            return has;
        } catch (WriteRejectedException clockWentBack) {
            return present;
        }
    }
}
