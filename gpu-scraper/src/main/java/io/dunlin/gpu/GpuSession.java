package io.dunlin.gpu;

import io.dunlin.gpu.nvml.DeviceIdentity;
import io.dunlin.gpu.nvml.GpuProcesses;
import io.dunlin.gpu.nvml.NativeNvml;
import io.dunlin.gpu.nvml.Nvml;
import io.dunlin.gpu.nvml.NvmlUnavailableException;
import io.dunlin.tsdb.model.Labels;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One initialised NVML with its devices. When the driver goes away, a GPU is plugged in or out, or a lost GPU may have been
 * reset, the session is over and a new one must be opened: NVML's handles do not survive any of these. One thread.
 */
final class GpuSession implements AutoCloseable {
    /** A session with a lost GPU ends after so long, so that a GPU that was reset comes back. */
    private static final long MOST_MILLIS_WITH_LOST_GPU = 60_000;

    private static final long MILLIS_BETWEEN_COUNTS = 10_000;

    private final Nvml nvml;
    private final int deviceCount;
    private final GpuDevices devices;
    private final int withoutHandle;
    private final GpuReadings readings;
    private final GpuProcesses[] processes;
    private final long opened;
    private long counted;

    private GpuSession(Nvml nvml, GpuRows rows, long now) {
        this.nvml = nvml;
        this.opened = now;
        this.counted = now;
        this.deviceCount = nvml.deviceCount();
        List<DeviceIdentity> identities = nvml.devices();
        List<Labels> labels = IntStream.range(0, identities.size())
                .mapToObj(device -> labels(nvml, device, rows.labels()))
                .toList();
        this.devices = new GpuDevices(identities, nvml.driverVersion(), labels);
        this.withoutHandle = deviceCount - devices.gpus();
        this.readings = new GpuReadings(nvml, devices.size(), List.copyOf(rows.metrics()));
        this.processes = new GpuProcesses[devices.size()];
        Arrays.setAll(processes, i -> new GpuProcesses());
    }

    private static Labels labels(Nvml nvml, int device, Set<GpuLabel> rows) {
        Labels.Builder labels = Labels.builder();
        rows.forEach(row -> labels.set(row.labelName(), nvml.fact(row.source(), device)));
        return labels.build();
    }

    /** Opens NVML; {@code now} is in Unix milliseconds. */
    static GpuSession open(String library, GpuRows rows, long now) throws NvmlUnavailableException {
        return new GpuSession(NativeNvml.open(library), rows, now);
    }

    GpuDevices devices() {
        return devices;
    }

    /** Returns how many GPUs NVML counts, those that it does not give a handle of included. */
    int gpus() {
        return deviceCount;
    }

    /** Returns how many of them do not answer. */
    int lost() {
        return readings.lostGpus(devices.identities()) + withoutHandle;
    }

    GpuReadings readings() {
        return readings;
    }

    /** Returns the processes of a device as last read; none for a MIG instance, whose GPU lists them. */
    GpuProcesses processes(int device) {
        return processes[device];
    }

    /** Reads all devices and returns whether the session can go on; {@code now} is in Unix milliseconds. */
    boolean read(long now) {
        readings.read();
        for (int i = 0; i < processes.length; i++) {
            nvml.readProcesses(i, processes[i]);
        }
        boolean sameDevices = true;
        if (now - counted >= MILLIS_BETWEEN_COUNTS) {
            counted = now;
            sameDevices = nvml.deviceCount() == deviceCount;
        }
        boolean lostForLong = lost() > 0 && now - opened >= MOST_MILLIS_WITH_LOST_GPU;
        return sameDevices && !readings.isDriverGone() && !lostForLong;
    }

    @Override
    public void close() {
        nvml.close();
    }
}
