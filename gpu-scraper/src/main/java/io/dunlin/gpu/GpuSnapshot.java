package io.dunlin.gpu;

import io.dunlin.gpu.nvml.GpuProcesses;
import java.util.Arrays;

/**
 * What one scrape read, kept apart from the reader so that the next scrape need not wait until it is stored. Reused from
 * scrape to scrape: allocates only when the devices change. One thread at a time.
 */
final class GpuSnapshot {
    private GpuDevices devices = GpuDevices.NONE;
    private double[] values = {};
    private GpuProcesses[] processes = {};
    private long timestamp;

    /** Takes over what a session read last. */
    @SuppressWarnings("ReferenceEquality") // each search for devices makes a list of its own
    void fill(GpuSession session, long time) {
        double[] read = session.readings().values();
        if (devices != session.devices()) {
            devices = session.devices();
            values = new double[read.length];
            processes = new GpuProcesses[devices.size()];
            Arrays.setAll(processes, i -> new GpuProcesses());
        }
        System.arraycopy(read, 0, values, 0, read.length);
        for (int i = 0; i < processes.length; i++) {
            processes[i].copy(session.processes(i));
        }
        timestamp = time;
    }

    /** Says that there was no device to read. */
    void clear(long time) {
        devices = GpuDevices.NONE;
        values = new double[0];
        processes = new GpuProcesses[0];
        timestamp = time;
    }

    GpuDevices devices() {
        return devices;
    }

    /** Returns one value a series, device by device, NaN for none. */
    double[] values() {
        return values;
    }

    GpuProcesses processes(int device) {
        return processes[device];
    }

    /** Returns the time of all of it, in Unix milliseconds. */
    long timestamp() {
        return timestamp;
    }
}
