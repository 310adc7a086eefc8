package io.dunlin.bench.load;

import java.util.List;

/**
 * Classic histograms of 30 buckets each under one name, without anything else: 3,072 of them are 92,160 series, of which the
 * 2,000 with {@code job="chat"} are 60,000. Half of the buckets of a histogram never move.
 */
public final class BucketLoad implements LoadSet {
    /** Series a histogram. */
    public static final int BUCKETS = 30;

    /** The name of the series. */
    public static final String NAME = "request_latency_seconds_bucket";

    private static final int MOVING_FROM = BUCKETS / 2;
    private static final int MODELS = 20;
    private static final int OF_ALL = 3_072;
    private static final int CHAT = 2_000;

    /** Counters start far from zero, where Prometheus versions extrapolate differently. */
    private static final long STEPS_BEFORE_LOAD = 10_000;

    private final long seed;
    private final int histograms;

    /** Makes the set for a number of histograms. */
    public BucketLoad(long seed, int histograms) {
        this.seed = seed;
        this.histograms = histograms;
    }

    @Override
    public int size() {
        return histograms * BUCKETS;
    }

    @Override
    public List<String> labels(int series) {
        int histogram = series / BUCKETS;
        return List.of(
                "__name__",
                NAME,
                "instance",
                "10.2." + histogram / 250 + "." + histogram % 250 + ":8000",
                "job",
                histogram % OF_ALL < CHAT ? "chat" : "batch",
                "le",
                bound(series % BUCKETS),
                "model_name",
                "model-" + histogram % MODELS,
                "pod",
                "pod-" + Long.toHexString(Mix.hash(seed, histogram) >>> 28));
    }

    private static String bound(int bucket) {
        return bucket == BUCKETS - 1 ? "+Inf" : Double.toString(Math.scalb(1.0, bucket - 12));
    }

    @Override
    public double value(int series, long step) {
        int bucket = series % BUCKETS;
        if (bucket < MOVING_FROM) {
            return 0;
        }
        double share = (bucket - MOVING_FROM + 1.0) / (BUCKETS - MOVING_FROM);
        return Math.floor(count(series / BUCKETS, step) * share);
    }

    /** A steady rate with noise smaller than one step's growth, so that it never falls. */
    private double count(int histogram, long step) {
        double rate = 4 + 60 * Mix.unit(seed, histogram);
        return Math.floor(rate * (STEPS_BEFORE_LOAD + step + 0.9 * Mix.unit(seed + histogram, step)));
    }
}
