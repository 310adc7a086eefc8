package io.dunlin.gpu.nvml;

/**
 * One NVML call, or a batch of calls that belong together, and the values it gives, in order. Several metrics may stand on
 * one reading, which is then made once a scrape. A single value that is unknown is NaN.
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
    ENERGY(1),
    /** nvmlDeviceGetEncoderUtilization: percent. */
    ENCODER(1),
    /** nvmlDeviceGetDecoderUtilization: percent. */
    DECODER(1),
    /** nvmlDeviceGetPcieReplayCounter: retries. */
    PCIE_REPLAY(1),
    /** nvmlDeviceGetRemappedRows: correctable rows, uncorrectable rows, whether one is pending, whether one failed. */
    REMAPPED_ROWS(4),
    /** nvmlDeviceGetTotalEccErrors: volatile corrected and uncorrected, aggregate corrected and uncorrected. */
    ECC_ERRORS(4),
    /** nvmlDeviceGetRetiredPages and …PendingStatus: pages for single-bit and double-bit errors, whether one is pending. */
    RETIRED_PAGES(3),
    /** nvmlDeviceGetCurrentClocksEventReasons: a bit mask. */
    CLOCKS_EVENT_REASONS(1),
    /** nvmlDeviceGetViolationStatus: nanoseconds held back by power, heat, sync boost, board, low use and reliability. */
    VIOLATIONS(6),
    /** nvmlDeviceGetFieldValues: the fields of {@link FieldValues}, in its order. */
    FIELD_VALUES(7),
    /** GPM: the metrics of {@link GpmSampler}, in its order, over the time since the reading before. */
    GPM(12),
    /** nvmlDeviceGetPcieThroughput: KiB/s sent and received. Takes 40 ms, so it is only for devices without GPM. */
    PCIE_THROUGHPUT(2),
    /** nvmlDeviceGetGridLicensableFeatures_v4: 1 where a vGPU feature is licensed, else 0. */
    VGPU_LICENSE(1),
    /** The last critical XID error that the driver reported, 0 for none. */
    XID(1),
    /** nvmlDeviceGetFieldValues: KiB sent and KiB received over each NVLink, link by link. */
    NVLINK_LINKS(36);

    /** The most values any reading gives. */
    public static final int MAX_VALUES = 36;

    private final int valueCount;

    NvmlReading(int valueCount) {
        this.valueCount = valueCount;
    }

    /** Returns how many values the reading gives. */
    public int valueCount() {
        return valueCount;
    }
}
