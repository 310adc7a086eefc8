package io.dunlin.gpu;

import io.dunlin.gpu.nvml.NvmlReading;

/** Every metric that is read from a GPU, one row each. Names, types and units are dcgm-exporter's. */
public enum GpuMetric {
    SM_CLOCK("DCGM_FI_DEV_SM_CLOCK", "gauge", "SM clock frequency (in MHz).", NvmlReading.SM_CLOCK, 0, 1),
    MEM_CLOCK("DCGM_FI_DEV_MEM_CLOCK", "gauge", "Memory clock frequency (in MHz).", NvmlReading.MEMORY_CLOCK, 0, 1),
    GPU_TEMP("DCGM_FI_DEV_GPU_TEMP", "gauge", "GPU temperature (in C).", NvmlReading.TEMPERATURE, 0, 1),
    POWER_USAGE("DCGM_FI_DEV_POWER_USAGE", "gauge", "Power draw (in W).", NvmlReading.POWER, 0, 1000),
    TOTAL_ENERGY_CONSUMPTION(
            "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION",
            "counter",
            "Total energy consumption since boot (in mJ).",
            NvmlReading.ENERGY,
            0,
            1),
    GPU_UTIL("DCGM_FI_DEV_GPU_UTIL", "gauge", "GPU utilization (in %).", NvmlReading.UTILIZATION, 0, 1),
    MEM_COPY_UTIL("DCGM_FI_DEV_MEM_COPY_UTIL", "gauge", "Memory utilization (in %).", NvmlReading.UTILIZATION, 1, 1),
    FB_RESERVED(
            "DCGM_FI_DEV_FB_RESERVED", "gauge", "Framebuffer memory reserved (in MiB).", NvmlReading.MEMORY, 1, 1 << 20),
    FB_FREE("DCGM_FI_DEV_FB_FREE", "gauge", "Framebuffer memory free (in MiB).", NvmlReading.MEMORY, 2, 1 << 20),
    FB_USED("DCGM_FI_DEV_FB_USED", "gauge", "Framebuffer memory used (in MiB).", NvmlReading.MEMORY, 3, 1 << 20);

    private final String metricName;
    private final String type;
    private final String help;
    private final NvmlReading reading;
    private final int index;
    private final long divisor;

    GpuMetric(String metricName, String type, String help, NvmlReading reading, int index, long divisor) {
        this.metricName = metricName;
        this.type = type;
        this.help = help;
        this.reading = reading;
        this.index = index;
        this.divisor = divisor;
    }

    /** Returns the metric's name. */
    public String metricName() {
        return metricName;
    }

    /** Returns {@code gauge} or {@code counter}. */
    public String type() {
        return type;
    }

    /** Returns the help text, with the unit. */
    public String help() {
        return help;
    }

    /** Returns the NVML reading that gives the value. */
    public NvmlReading reading() {
        return reading;
    }

    /** Returns whether a reading has this metric's value: all bits set, in 32 or 64 bits, says that it is unknown. */
    boolean isKnown(long[] values) {
        long raw = values[index];
        return raw != -1L && raw != 0xFFFFFFFFL;
    }

    /** Returns the metric's value; framebuffer sizes are whole MiB, as dcgm-exporter gives them. */
    double value(long[] values) {
        long raw = values[index];
        return reading == NvmlReading.MEMORY ? raw / divisor : (double) raw / divisor;
    }
}
