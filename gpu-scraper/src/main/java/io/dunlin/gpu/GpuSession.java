package io.dunlin.gpu;

import io.dunlin.gpu.nvml.DeviceIdentity;
import io.dunlin.gpu.nvml.NativeNvml;
import io.dunlin.gpu.nvml.Nvml;
import io.dunlin.gpu.nvml.NvmlUnavailableException;
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
    private int scrapesWithLostGpu;
    private int scrapesSinceCount;

    private GpuSession(Nvml nvml, List<GpuMetric> metrics) {
        this.nvml = nvml;
        this.deviceCount = nvml.deviceCount();
        this.devices = nvml.devices();
        this.driverVersion = nvml.driverVersion();
        this.readings = new GpuReadings(nvml, devices, metrics);
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

    /** Reads all devices and returns whether the session can go on. */
    boolean read() {
        readings.read();
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
