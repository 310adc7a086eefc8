package io.dunlin.gpu;

import io.dunlin.gpu.nvml.DeviceIdentity;
import io.dunlin.gpu.nvml.GpuProcesses;
import io.dunlin.gpu.nvml.NativeNvml;
import io.dunlin.gpu.nvml.Nvml;
import io.dunlin.gpu.nvml.NvmlUnavailableException;
import java.util.Arrays;
import java.util.List;

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
    private final GpuReadings readings;
    private final GpuProcesses[] processes;
    private int scrapesWithLostGpu;
    private int scrapesSinceCount;

    private GpuSession(Nvml nvml, List<GpuMetric> metrics) {
        this.nvml = nvml;
        this.deviceCount = nvml.deviceCount();
        this.devices = nvml.devices();
        this.driverVersion = nvml.driverVersion();
        this.readings = new GpuReadings(nvml, devices.size(), metrics);
        this.processes = new GpuProcesses[devices.size()];
        Arrays.setAll(processes, i -> new GpuProcesses());
    }

    static GpuSession open(String library, List<GpuMetric> metrics) throws NvmlUnavailableException {
        return new GpuSession(NativeNvml.open(library), metrics);
    }

    List<DeviceIdentity> devices() {
        return devices;
    }

    String driverVersion() {
        return driverVersion;
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
