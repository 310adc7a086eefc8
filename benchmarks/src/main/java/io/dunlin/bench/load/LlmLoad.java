package io.dunlin.bench.load;

import java.util.ArrayList;
import java.util.List;

/**
 * Serving pods with 650 series each: 20 classic histograms of 30 buckets, sum and count, and counters. Half of the buckets
 * of a histogram never move. Fourteen of the histograms share one name and differ in the label {@code stage}, so that one
 * query can read most of the series.
 */
public final class LlmLoad implements LoadSet {
    /** Series a pod. */
    public static final int SERIES_PER_POD = 650;

    private static final int HISTOGRAMS = 20;
    private static final int BUCKETS = 30;
    private static final int SERIES_PER_HISTOGRAM = BUCKETS + 2;
    private static final int MOVING_FROM = BUCKETS / 2;

    /** Counters start far from zero, where Prometheus versions extrapolate differently. */
    private static final long STEPS_BEFORE_LOAD = 10_000;

    private static final String[] HISTOGRAM_NAMES = {
        "vllm:time_to_first_token_seconds",
        "vllm:inter_token_latency_seconds",
        "vllm:e2e_request_latency_seconds",
        "vllm:request_queue_time_seconds",
        "vllm:request_prefill_time_seconds",
        "vllm:request_decode_time_seconds",
    };
    private static final String[] MODELS = {"llama-3-70b", "mixtral-8x22b", "qwen-2-72b", "deepseek-v3"};

    private final long seed;
    private final int pods;

    /** Makes the set for a number of pods. */
    public LlmLoad(long seed, int pods) {
        this.seed = seed;
        this.pods = pods;
    }

    @Override
    public int size() {
        return pods * SERIES_PER_POD;
    }

    @Override
    public List<String> labels(int series) {
        int pod = series / SERIES_PER_POD;
        int row = series % SERIES_PER_POD;
        String model = MODELS[pod % MODELS.length];
        int bucket = row % SERIES_PER_HISTOGRAM;
        boolean isBucket = row < HISTOGRAMS * SERIES_PER_HISTOGRAM && bucket < BUCKETS;
        List<String> labels = new ArrayList<>();
        labels.addAll(List.of("__name__", isBucket ? histogramName(row) + "_bucket" : plainName(row)));
        labels.addAll(List.of("engine", "0"));
        labels.addAll(List.of("instance", "10.1." + pod / 250 + "." + pod % 250 + ":8000"));
        labels.addAll(List.of("job", "vllm"));
        if (isBucket) {
            labels.addAll(List.of("le", bound(bucket)));
        }
        labels.addAll(List.of("model_name", model));
        labels.addAll(List.of("namespace", "serving"));
        labels.addAll(List.of("node", "gpu-node-" + pod / 4));
        labels.addAll(List.of("pod", "vllm-" + model + "-" + Long.toHexString(Mix.hash(seed, pod) >>> 28)));
        labels.addAll(List.of("stage", "stage-" + row / SERIES_PER_HISTOGRAM));
        return labels;
    }

    private static String histogramName(int row) {
        int histogram = row / SERIES_PER_HISTOGRAM;
        return histogram < HISTOGRAM_NAMES.length ? HISTOGRAM_NAMES[histogram] : "vllm:stage_duration_seconds";
    }

    private static String plainName(int row) {
        if (row >= HISTOGRAMS * SERIES_PER_HISTOGRAM) {
            return "vllm:counter_" + (row - HISTOGRAMS * SERIES_PER_HISTOGRAM) + "_total";
        }
        return histogramName(row) + (row % SERIES_PER_HISTOGRAM == BUCKETS ? "_sum" : "_count");
    }

    private static String bound(int bucket) {
        return bucket == BUCKETS - 1 ? "+Inf" : Double.toString(Math.scalb(1.0, bucket - 12));
    }

    @Override
    public double value(int series, long step) {
        int row = series % SERIES_PER_POD;
        int key = series / SERIES_PER_POD * (HISTOGRAMS + 1) + row / SERIES_PER_HISTOGRAM;
        double count = count(key, step);
        if (row >= HISTOGRAMS * SERIES_PER_HISTOGRAM) {
            return count(series, step) * 100;
        }
        int bucket = row % SERIES_PER_HISTOGRAM;
        if (bucket == BUCKETS) {
            return count * 0.37 + 0.001 * Mix.unit(seed + key, step);
        }
        return bucket > BUCKETS ? count : bucketCount(bucket, count);
    }

    /** Buckets below the fastest request never move. */
    private static double bucketCount(int bucket, double count) {
        if (bucket < MOVING_FROM) {
            return 0;
        }
        double share = (bucket - MOVING_FROM + 1.0) / (BUCKETS - MOVING_FROM);
        return Math.floor(count * share);
    }

    /** Requests since the pod started: a steady rate with noise smaller than one step's growth, so that it never falls. */
    private double count(int key, long step) {
        double rate = 4 + 60 * Mix.unit(seed, key);
        return Math.floor(rate * (STEPS_BEFORE_LOAD + step + 0.9 * Mix.unit(seed + key, step)));
    }
}
