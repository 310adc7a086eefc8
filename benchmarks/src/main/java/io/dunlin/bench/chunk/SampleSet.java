package io.dunlin.bench.chunk;

import java.util.SplittableRandom;

/** The kinds of data that the budgets of the codec name. Times are 15 s apart. */
public enum SampleSet {
    /** A value that never changes: an idle counter, an info metric. */
    CONSTANT,
    /** Histogram buckets, of which every other series sees no observation, as in a latency histogram. */
    HALF_IDLE_BUCKETS,
    /** Histogram buckets that see an observation in about half of the intervals, at random. */
    SPARSE_BUCKETS,
    /** Whole numbers that rise by up to 1,000. */
    COUNTERS,
    /** A percentage in whole numbers that wanders. */
    UTILISATION,
    /** A percentage in whole numbers that is drawn anew at every step. */
    RANDOM_UTILISATION,
    /** Counters whose times are off by up to 5 ms. */
    JITTERED;

    private static final long START = 1_700_000_000_137L;
    private static final long INTERVAL = 15_000;

    /** Writes the samples of one series. */
    void fill(int series, long[] times, double[] values) {
        SplittableRandom random = new SplittableRandom(series);
        double value = 1_000 * random.nextInt(1, 100);
        for (int i = 0; i < times.length; i++) {
            times[i] = START + i * INTERVAL + (this == JITTERED ? random.nextInt(-5, 6) : 0);
            value = next(value, series, random);
            values[i] = value;
        }
    }

    private double next(double value, int series, SplittableRandom random) {
        return switch (this) {
            case CONSTANT -> value;
            case HALF_IDLE_BUCKETS -> series % 2 == 0 ? value : value + random.nextInt(1, 100);
            case SPARSE_BUCKETS -> value + (random.nextBoolean() ? random.nextInt(1, 10) : 0);
            case COUNTERS, JITTERED -> value + random.nextInt(1_000);
            case RANDOM_UTILISATION -> random.nextInt(101);
            case UTILISATION -> Math.max(0, Math.min(100, value % 101 + random.nextInt(-5, 6)));
        };
    }
}
