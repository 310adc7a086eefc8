package io.dunlin.gpu.nvml;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * GPM of one device: counters are sampled, and metrics are computed by NVML over the time between two samples. Owns two
 * native samples that take turns. One thread.
 */
final class GpmSampler implements AutoCloseable {
    /** nvmlGpmMetricId_t, in the order of the values given. */
    static final int[] METRICS = {
        1, // GRAPHICS_UTIL
        2, // SM_UTIL
        3, // SM_OCCUPANCY
        5, // ANY_TENSOR_UTIL
        10, // DRAM_BW_UTIL
        11, // FP64_UTIL
        12, // FP32_UTIL
        13, // FP16_UTIL
        20, // PCIE_TX_PER_SEC
        21, // PCIE_RX_PER_SEC
        61, // NVLINK_TOTAL_TX_PER_SEC
        60, // NVLINK_TOTAL_RX_PER_SEC
    };

    static final int METRICS_GET_VERSION = 1;

    /** nvmlGpmMetricsGet_t { unsigned version, numMetrics; nvmlGpmSample_t sample1, sample2; nvmlGpmMetric_t metrics[333]; }. */
    static final int VERSION = 0;

    static final int METRIC_COUNT = 4;
    static final int SAMPLE_1 = 8;
    static final int SAMPLE_2 = 16;
    static final int FIRST_METRIC = 24;
    static final int MOST_METRICS = 333;

    /** nvmlGpmMetric_t { unsigned metricId; int nvmlReturn; double value; char *shortName, *longName, *unit; }. */
    static final int METRIC_ID = 0;

    static final int METRIC_RETURN = 4;
    static final int METRIC_VALUE = 8;
    static final int METRIC_LENGTH = 40;

    static final int SUPPORT_VERSION = 1;
    static final int IS_SUPPORTED = 4;

    private final NvmlDevice device;
    private final Memory metrics = new Memory(FIRST_METRIC + (long) MOST_METRICS * METRIC_LENGTH);
    private long previous;
    private long current;
    private boolean hasPrevious;

    private GpmSampler(NvmlDevice device, long previous, long current) {
        this.device = device;
        this.previous = previous;
        this.current = current;
        metrics.clear();
        metrics.setInt(VERSION, METRICS_GET_VERSION);
        metrics.setInt(METRIC_COUNT, METRICS.length);
        for (int i = 0; i < METRICS.length; i++) {
            metrics.setInt(FIRST_METRIC + (long) i * METRIC_LENGTH + METRIC_ID, METRICS[i]);
        }
    }

    /** Returns a sampler, or null where the device has no GPM. */
    static GpmSampler open(NvmlDevice device, Memory scratch) {
        long scratchAddress = Pointer.nativeValue(scratch);
        scratch.setInt(0, SUPPORT_VERSION);
        scratch.setInt(IS_SUPPORTED, 0);
        boolean supported = GpmFunctions.nvmlGpmQueryDeviceSupport(device.parent(), scratchAddress) == 0
                && scratch.getInt(IS_SUPPORTED) != 0;
        if (!supported || GpmFunctions.nvmlGpmSampleAlloc(scratchAddress) != 0) {
            return null;
        }
        long first = scratch.getLong(0);
        if (GpmFunctions.nvmlGpmSampleAlloc(scratchAddress) != 0) {
            GpmFunctions.nvmlGpmSampleFree(first);
            return null;
        }
        return new GpmSampler(device, first, scratch.getLong(0));
    }

    /** Samples, and gives the metrics since the sample before; NaN the first time and where a metric has no value. */
    int read(double[] out) {
        for (int i = 0; i < METRICS.length; i++) {
            out[i] = Double.NaN;
        }
        int code = sample();
        if (code == 0 && hasPrevious) {
            code = readMetrics(out);
        }
        if (code == 0) {
            long swapped = previous;
            previous = current;
            current = swapped;
            hasPrevious = true;
        }
        return code;
    }

    private int sample() {
        return device.identity().isInstance()
                ? GpmFunctions.nvmlGpmMigSampleGet(
                        device.parent(), device.identity().instance().gpuInstance(), current)
                : GpmFunctions.nvmlGpmSampleGet(device.handle(), current);
    }

    private int readMetrics(double[] out) {
        metrics.setLong(SAMPLE_1, previous);
        metrics.setLong(SAMPLE_2, current);
        int code = GpmFunctions.nvmlGpmMetricsGet(Pointer.nativeValue(metrics));
        for (int i = 0; code == 0 && i < METRICS.length; i++) {
            long entry = FIRST_METRIC + (long) i * METRIC_LENGTH;
            if (metrics.getInt(entry + METRIC_RETURN) == 0) {
                out[i] = metrics.getDouble(entry + METRIC_VALUE);
            }
        }
        return code;
    }

    @Override
    public void close() {
        GpmFunctions.nvmlGpmSampleFree(previous);
        GpmFunctions.nvmlGpmSampleFree(current);
        metrics.close();
    }
}
