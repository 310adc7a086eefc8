package io.dunlin.bench.engine;

import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.Storage;
import java.util.Random;

/** Fills a database with the buckets of classic histograms, 15 s apart, 137 ms past the second; some never move. */
final class HistogramBuckets {
    static final long START = HourOfSamples.START;
    static final int STEP = HourOfSamples.STEP;

    private static final String[] BOUNDS = {
        "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "+Inf"
    };
    private static final int MODELS = 20;
    private static final int INSTANCES = 500;
    private static final int ACTIVITIES = 4;
    private static final int MAX_RISE = 20;

    private HistogramBuckets() {}

    /** Writes {@code samples} samples to each of {@code series} series, which is a multiple of the buckets' count. */
    static void fill(Storage storage, int series, int samples) {
        Random random = new Random(1);
        Labels[] labels = new Labels[series];
        double[] values = new double[series];
        int[] activity = new int[series];
        for (int i = 0; i < series; i++) {
            labels[i] = labels(i / BOUNDS.length, BOUNDS[i % BOUNDS.length]);
            activity[i] = random.nextInt(ACTIVITIES);
        }
        for (int sample = 0; sample < samples; sample++) {
            long time = START + (long) STEP * sample + 137;
            try (Appender appender = storage.appender()) {
                for (int i = 0; i < series; i++) {
                    boolean moves = random.nextInt(ACTIVITIES - 1) < activity[i];
                    values[i] += moves ? random.nextInt(MAX_RISE) : 0;
                    appender.append(appender.series(labels[i]), time, values[i]);
                }
                appender.commit();
            }
        }
    }

    private static Labels labels(int histogram, String bound) {
        return Labels.of(
                Labels.METRIC_NAME,
                "x_bucket",
                "handler",
                "h" + histogram,
                "instance",
                "i" + histogram % INSTANCES,
                "job",
                "vllm",
                "le",
                bound,
                "model_name",
                "m" + histogram % MODELS);
    }
}
