package io.dunlin.bench.load;

import java.util.List;

/**
 * Two gauges a GPU, both drawn anew at every step, which is the hardest case for a decoder: one of whole numbers from 0 to
 * 100, one of watts with three decimals.
 */
public final class GaugeLoad implements LoadSet {
    /** The name of the gauge of whole numbers. */
    public static final String WHOLE = "gpu_utilisation";

    /** The name of the gauge of fractions. */
    public static final String FRACTION = "gpu_watts";

    private static final int GPUS_PER_HOST = 8;
    private static final int METRICS = 2;
    private static final String[] MODELS = {"A100", "H100", "H200", "L40S"};

    private final long seed;
    private final int gpus;

    /** Makes the set for a number of GPUs. */
    public GaugeLoad(long seed, int gpus) {
        this.seed = seed;
        this.gpus = gpus;
    }

    @Override
    public int size() {
        return gpus * METRICS;
    }

    @Override
    public List<String> labels(int series) {
        int gpu = series / METRICS;
        int host = gpu / GPUS_PER_HOST;
        return List.of(
                "Hostname",
                "gpu-node-" + host,
                "UUID",
                "GPU-" + Long.toHexString(Mix.hash(seed, gpu)),
                "__name__",
                isWhole(series) ? WHOLE : FRACTION,
                "gpu",
                Integer.toString(gpu % GPUS_PER_HOST),
                "instance",
                "10.0." + host / 250 + "." + host % 250 + ":9400",
                "job",
                "dcgm",
                "modelName",
                MODELS[host % MODELS.length]);
    }

    private static boolean isWhole(int series) {
        return series % METRICS == 0;
    }

    @Override
    public double value(int series, long step) {
        double drawn = Mix.unit(seed + series, step);
        return isWhole(series) ? Math.floor(101 * drawn) : (90_000 + Math.floor(600_000 * drawn)) / 1000;
    }
}
