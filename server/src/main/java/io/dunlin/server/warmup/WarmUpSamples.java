package io.dunlin.server.warmup;

import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.Storage;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Made-up samples of every kind that a GPU cluster sends: buckets that never move, that rest half the time and that always
 * move; gauges of whole and of broken numbers; counter resets, late starts and uneven times. A compiler that has seen only
 * some of them would have to begin again at the others.
 */
public final class WarmUpSamples {
    static final long START = 1_700_000_000_000L;
    static final int INTERVAL = 15_000;
    static final int SAMPLES = 261;

    /** The time of the last sample. */
    static final long END = time(SAMPLES - 1);

    private static final int SCRAPES_AT_ONCE = 20;
    private static final int BUCKET_SERIES = 384;
    private static final int GAUGE_SERIES = 192;
    private static final int BUCKETS = 12;
    private static final int GPUS = 8;
    private static final int MODELS = 4;
    private static final int ACTIVITIES = 4;
    private static final int MAX_RISE = 20;
    private static final int PERCENT = 100;

    /** One series in that many starts late. */
    private static final int LATE = 50;
    /** One series in that many is reset once. */
    private static final int RESET = 60;
    /** One series in that many is scraped at uneven times. */
    private static final int UNEVEN = 10;

    private final Random random = new Random(1);
    private final Labels[] labels = new Labels[BUCKET_SERIES + GAUGE_SERIES];
    private final double[] counts = new double[BUCKET_SERIES];

    private final Storage storage;

    /** How many scrapes are written. */
    private int written;

    /** Makes samples for a storage, which gets none yet. */
    WarmUpSamples(Storage storage) {
        this.storage = storage;
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i < BUCKET_SERIES ? bucket(i) : gauge(i - BUCKET_SERIES);
        }
    }

    /** Writes all samples to a storage, one request a scrape. */
    public static void write(Storage storage) {
        new WarmUpSamples(storage).writeUpTo(SAMPLES, () -> true);
    }

    /** Returns the time of a scrape in Unix milliseconds. */
    static long time(int scrape) {
        return START + (long) INTERVAL * scrape;
    }

    /**
     * Writes the next scrapes, one request each, until so many are written in all; asks now and then whether to go on, and
     * returns whether it came to the end.
     */
    boolean writeUpTo(int scrapes, BooleanSupplier goOn) {
        for (; written < scrapes; written++) {
            if (written % SCRAPES_AT_ONCE == 0 && !goOn.getAsBoolean()) {
                return false;
            }
            try (Appender appender = storage.appender()) {
                scrape(written, appender);
                appender.commit();
            }
        }
        return true;
    }

    private void scrape(int scrape, Appender appender) {
        for (int i = 0; i < labels.length; i++) {
            boolean late = i % LATE == 0 && scrape < SAMPLES / 2;
            if (!late) {
                long jitter = i % UNEVEN == 1 ? random.nextInt(UNEVEN) : 0;
                double value = i < BUCKET_SERIES ? count(i, scrape) : reading(i);
                appender.append(appender.series(labels[i]), time(scrape) + jitter, value);
            }
        }
    }

    private double count(int series, int scrape) {
        boolean moves = random.nextInt(ACTIVITIES - 1) < series / BUCKETS % ACTIVITIES;
        counts[series] += moves ? random.nextInt(MAX_RISE) : 0;
        if (series % RESET == 2 && scrape == SAMPLES / 2) {
            counts[series] = 0;
        }
        return counts[series];
    }

    private double reading(int series) {
        return series % 2 == 0 ? random.nextInt(PERCENT + 1) : PERCENT * random.nextDouble();
    }

    private static Labels bucket(int series) {
        int histogram = series / BUCKETS;
        return Labels.of(
                Labels.METRIC_NAME,
                "warmup_bucket",
                "instance",
                "10.0.0." + histogram,
                "le",
                Integer.toString(series % BUCKETS),
                "model_name",
                "model-" + histogram % MODELS);
    }

    private static Labels gauge(int series) {
        return Labels.of(
                Labels.METRIC_NAME,
                "warmup_gauge",
                "Hostname",
                "node-" + series / GPUS,
                "gpu",
                Integer.toString(series % GPUS),
                "pod",
                "pod-" + series);
    }
}
