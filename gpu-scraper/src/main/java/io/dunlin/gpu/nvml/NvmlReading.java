package io.dunlin.gpu.nvml;

/**
 * One NVML call and the raw values it gives, in order. Several metrics may stand on one reading, which is then made once
 * a scrape.
 */
public enum NvmlReading {
    /** nvmlDeviceGetTemperature: degrees Celsius of the GPU die. */
    TEMPERATURE(1),
    /** nvmlDeviceGetUtilizationRates: percent of time a kernel ran, percent of time memory was read or written. */
    UTILIZATION(2),
    /** nvmlDeviceGetMemoryInfo_v2: total, reserved, free and used framebuffer bytes. */
    MEMORY(4),
    /** nvmlDeviceGetClockInfo(SM): MHz. */
    SM_CLOCK(1),
    /** nvmlDeviceGetClockInfo(MEM): MHz. */
    MEMORY_CLOCK(1),
    /** nvmlDeviceGetPowerUsage: milliwatts. */
    POWER(1),
    /** nvmlDeviceGetTotalEnergyConsumption: millijoules since the driver was loaded. */
    ENERGY(1);

    /** The most values any reading gives. */
    public static final int MAX_VALUES = 4;

    private final int valueCount;

    NvmlReading(int valueCount) {
        this.valueCount = valueCount;
    }

    /** Returns how many values the reading gives. */
    public int valueCount() {
        return valueCount;
    }
}
