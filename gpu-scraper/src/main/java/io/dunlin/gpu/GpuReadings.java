package io.dunlin.gpu;

import io.dunlin.gpu.nvml.DeviceIdentity;
import io.dunlin.gpu.nvml.Nvml;
import io.dunlin.gpu.nvml.NvmlReading;
import io.dunlin.gpu.nvml.NvmlReturn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Reads all devices into one value a series. A reading that a device does not support is not asked for again; a device that
 * is lost has no values until it answers again. Allocates nothing in steady state. One thread.
 */
final class GpuReadings {
    private static final NvmlReading[] READINGS = NvmlReading.values();

    /** A metric's source with the metric's place among the metrics that are read. */
    private record Use(int metric, GpuSource source) {}

    private final Nvml nvml;
    private final int deviceCount;
    private final int metricCount;
    private final Use[][] uses;
    private final BitSet unsupported = new BitSet();
    private final BitSet lost = new BitSet();
    private final double[] raw = new double[NvmlReading.MAX_VALUES];
    private final double[] values;
    private boolean driverGone;

    GpuReadings(Nvml nvml, int deviceCount, List<GpuMetric> metrics) {
        this.nvml = nvml;
        this.deviceCount = deviceCount;
        this.metricCount = metrics.size();
        this.uses = usesByReading(metrics);
        this.values = new double[deviceCount * metricCount];
    }

    private static Use[][] usesByReading(List<GpuMetric> metrics) {
        Map<NvmlReading, List<Use>> byReading = new EnumMap<>(NvmlReading.class);
        for (int i = 0; i < metrics.size(); i++) {
            for (GpuSource source : metrics.get(i).sources()) {
                byReading
                        .computeIfAbsent(source.reading(), key -> new ArrayList<>())
                        .add(new Use(i, source));
            }
        }
        Use[][] uses = new Use[READINGS.length][];
        for (NvmlReading reading : READINGS) {
            uses[reading.ordinal()] = byReading.getOrDefault(reading, List.of()).toArray(new Use[0]);
        }
        return uses;
    }

    /** Reads every device; afterwards {@link #values()} holds the result. */
    void read() {
        Arrays.fill(values, Double.NaN);
        driverGone = false;
        for (int i = 0; i < deviceCount && !driverGone; i++) {
            lost.set(i, !readDevice(i));
        }
    }

    /** Returns false where the device is lost; what it gave before it was found to be is dropped. */
    private boolean readDevice(int device) {
        for (NvmlReading reading : READINGS) {
            int call = device * READINGS.length + reading.ordinal();
            if (uses[reading.ordinal()].length == 0 || unsupported.get(call)) {
                continue;
            }
            NvmlReturn answer = nvml.read(reading, device, raw);
            driverGone = answer.isDriverGone();
            if (answer.isDeviceGone() || driverGone) {
                Arrays.fill(values, device * metricCount, (device + 1) * metricCount, Double.NaN);
                return false;
            }
            if (answer.isPermanent()) {
                unsupported.set(call);
            } else if (answer == NvmlReturn.SUCCESS) {
                keep(device, uses[reading.ordinal()]);
            }
        }
        return true;
    }

    private void keep(int device, Use[] users) {
        for (Use use : users) {
            double value = use.source().value(raw);
            if (!Double.isNaN(value)) {
                values[device * metricCount + use.metric()] = value;
            }
        }
    }

    /** Returns one value a series, device by device, NaN for none. */
    double[] values() {
        return values;
    }

    /** Returns whether the last reading found the driver gone, so that NVML must be opened anew. */
    boolean isDriverGone() {
        return driverGone;
    }

    /** Returns how many GPUs are lost; one with MIG instances is one. */
    int lostGpus(List<DeviceIdentity> devices) {
        int gpus = 0;
        for (int i = lost.nextSetBit(0); i >= 0; i = lost.nextSetBit(i + 1)) {
            gpus += devices.get(i).isInstance() ? 0 : 1;
        }
        return gpus;
    }
}
