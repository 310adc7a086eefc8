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
    /** A session with a lost GPU ends after so many scrapes, so that a GPU that was reset comes back. */
    private static final int SCRAPES_WITH_LOST_GPU = 60;

    private static final int SCRAPES_BETWEEN_COUNTS = 30;

    private final Nvml nvml;
    private final int deviceCount;
    private final List<DeviceIdentity> devices;
    private final String driverVersion;
    private final List<Labels> labels;
    private final GpuReadings readings;
    private final GpuProcesses[] processes;
    private int scrapesWithLostGpu;
    private int scrapesSinceCount;

    private GpuSession(Nvml nvml, GpuRows rows) {
        this.nvml = nvml;
        this.deviceCount = nvml.deviceCount();
        this.devices = nvml.devices();
        this.driverVersion = nvml.driverVersion();
        this.labels = IntStream.range(0, devices.size())
                .mapToObj(device -> labels(nvml, device, rows.labels()))
                .toList();
        this.readings = new GpuReadings(nvml, devices.size(), List.copyOf(rows.metrics()));
        this.processes = new GpuProcesses[devices.size()];
        Arrays.setAll(processes, i -> new GpuProcesses());
    }

    private static Labels labels(Nvml nvml, int device, Set<GpuLabel> rows) {
        Labels.Builder labels = Labels.builder();
        rows.forEach(row -> labels.set(row.labelName(), nvml.fact(row.source(), device)));
        return labels.build();
    }

    static GpuSession open(String library, GpuRows rows) throws NvmlUnavailableException {
        return new GpuSession(NativeNvml.open(library), rows);
    }

    List<DeviceIdentity> devices() {
        return devices;
    }

    String driverVersion() {
        return driverVersion;
    }

    /** Returns the labels of a device that were asked for, without those that it does not give. */
    Labels labels(int device) {
        return labels.get(device);
    }

    GpuReadings readings() {
        return readings;
    }

    /** Returns the processes of a device as last read; none for a MIG instance, whose GPU lists them. */
    GpuProcesses processes(int device) {
        return processes[device];
    }

    /** Reads all devices and returns whether the session can go on. */
    boolean read() {
        readings.read();
        for (int i = 0; i < processes.length; i++) {
            nvml.readProcesses(i, processes[i]);
        }
        scrapesWithLostGpu = readings.lost() > 0 ? scrapesWithLostGpu + 1 : 0;
        scrapesSinceCount++;
        boolean sameDevices = true;
        if (scrapesSinceCount >= SCRAPES_BETWEEN_COUNTS) {
            scrapesSinceCount = 0;
            sameDevices = nvml.deviceCount() == deviceCount;
        }
        return sameDevices && !readings.isDriverGone() && scrapesWithLostGpu < SCRAPES_WITH_LOST_GPU;
    }

    @Override
    public void close() {
        nvml.close();
    }
}
