package io.dunlin.gpu;

import io.dunlin.gpu.nvml.NvmlReading;

/**
 * Where a metric's value comes from.
 *
 * @param reading the NVML call
 * @param index which of its values
 * @param conversion from NVML's unit to the metric's
 */
public record GpuSource(NvmlReading reading, int index, Conversion conversion) {
    private static final double MIB = 1 << 20;
    private static final double KIB = 1 << 10;

    /** How a raw value becomes a sample. */
    public enum Conversion {
        AS_IS,
        THOUSANDTHS,
        PERCENT_TO_RATIO,
        BYTES_TO_MIB,
        MIB_TO_BYTES,
        KIB_TO_BYTES,
        SUM_WITH_NEXT
    }

    static GpuSource from(NvmlReading reading, int index) {
        return from(reading, index, Conversion.AS_IS);
    }

    static GpuSource from(NvmlReading reading, int index, Conversion conversion) {
        return new GpuSource(reading, index, conversion);
    }

    /** What one NVLink sent and received, which are two values that stand together. */
    static GpuSource ofLink(int link) {
        return new GpuSource(NvmlReading.NVLINK_LINKS, 2 * link, Conversion.SUM_WITH_NEXT);
    }

    /** Returns the value, NaN where it is unknown. Framebuffer sizes are whole MiB, as dcgm-exporter gives them. */
    double value(double[] values) {
        double raw = values[index];
        return switch (conversion) {
            case AS_IS -> raw;
            case THOUSANDTHS -> raw / 1000;
            case PERCENT_TO_RATIO -> raw / 100;
            case BYTES_TO_MIB -> Math.floor(raw / MIB);
            case MIB_TO_BYTES -> raw * MIB;
            case KIB_TO_BYTES -> raw * KIB;
            case SUM_WITH_NEXT -> raw + values[index + 1];
        };
    }
}
