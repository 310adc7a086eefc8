package io.dunlin.bench.load;

import java.util.List;
import java.util.Locale;

/**
 * Hosts of eight GPUs with 40 metrics each, moving as real ones do: utilisation in whole per cent, power in milliwatts,
 * slow temperatures, clocks that rarely change, energy that only grows, error counters that stay at zero.
 */
public final class GpuLoad implements LoadSet {
    /** Series a host. */
    public static final int SERIES_PER_HOST = 8 * 40;

    private static final int METRICS = 40;
    private static final String[] NAMED = {
        "DCGM_FI_DEV_GPU_UTIL",
        "DCGM_FI_DEV_MEM_COPY_UTIL",
        "DCGM_FI_DEV_POWER_USAGE",
        "DCGM_FI_DEV_GPU_TEMP",
        "DCGM_FI_DEV_MEMORY_TEMP",
        "DCGM_FI_DEV_SM_CLOCK",
        "DCGM_FI_DEV_MEM_CLOCK",
        "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION",
        "DCGM_FI_DEV_FB_USED",
        "DCGM_FI_DEV_FB_FREE",
    };

    private final long seed;
    private final int hosts;

    /** Makes the set for a number of hosts. */
    public GpuLoad(long seed, int hosts) {
        this.seed = seed;
        this.hosts = hosts;
    }

    @Override
    public int size() {
        return hosts * SERIES_PER_HOST;
    }

    @Override
    public List<String> labels(int series) {
        int metric = series % METRICS;
        int gpu = series / METRICS % 8;
        int host = series / SERIES_PER_HOST;
        return List.of(
                "DCGM_FI_DRIVER_VERSION",
                "550.54.15",
                "Hostname",
                "gpu-node-" + host,
                "UUID",
                uuid(host, gpu),
                "__name__",
                metric < NAMED.length ? NAMED[metric] : "DCGM_FI_DEV_ERROR_COUNTER_" + metric,
                "device",
                "nvidia" + gpu,
                "gpu",
                Integer.toString(gpu),
                "instance",
                "10.0." + host / 250 + "." + host % 250 + ":9400",
                "job",
                "dcgm",
                "modelName",
                "NVIDIA H100 80GB HBM3");
    }

    private String uuid(int host, int gpu) {
        long high = Mix.hash(seed, host);
        long low = Mix.hash(high, gpu);
        return String.format(
                Locale.ROOT,
                "GPU-%08x-%04x-%04x-%04x-%012x",
                high >>> 32,
                (high >>> 16) & 0xFFFF,
                high & 0xFFFF,
                low >>> 48,
                low & 0xFFFFFFFFFFFFL);
    }

    @Override
    public double value(int series, long step) {
        double load = load(series / METRICS, step);
        return switch (series % METRICS) {
            case 0 -> Math.rint(100 * load);
            case 1 -> Math.rint(60 * load);
            case 2 -> (90_000 + Math.rint(600_000 * load)) / 1000;
            case 3 -> Math.rint(35 + 30 * slowLoad(series / METRICS, step));
            case 4 -> Math.rint(40 + 40 * slowLoad(series / METRICS, step));
            case 5 -> load < 0.02 ? 345 : 1980;
            case 6 -> 2619;
            case 7 -> step * 5_000_000 + Math.rint(4_000_000 * load);
            case 8 -> Math.rint(70_000 * slowLoad(series / METRICS, step));
            case 9 -> 81_008 - Math.rint(70_000 * slowLoad(series / METRICS, step));
            default -> 0;
        };
    }

    /** Jobs of 20 steps: a GPU is busy or idle for the length of one, with noise on top. */
    private double load(int gpu, long step) {
        double job = Mix.unit(seed + gpu, step / 20);
        return job < 0.2 ? 0 : Math.min(1, 0.75 + 0.25 * job + 0.1 * (Mix.unit(seed + gpu, ~step) - 0.5));
    }

    private double slowLoad(int gpu, long step) {
        return Mix.unit(seed + gpu, step / 20) * 0.3 + 0.7 * Mix.unit(seed + gpu, step / 200);
    }
}
