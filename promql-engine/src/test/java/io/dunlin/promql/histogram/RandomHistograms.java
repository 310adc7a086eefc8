package io.dunlin.promql.histogram;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import java.util.Arrays;
import java.util.Random;

/** Makes histograms with whole counts, so that every sum is exact and order does not matter. */
final class RandomHistograms {
    private static final double[] BOUNDS = {-1, 0, 0.5, 1, 2, 5, 10, 100};

    private final Random random;

    RandomHistograms(long seed) {
        random = new Random(seed);
    }

    FloatHistogram exponential() {
        int schema = random.nextInt(13) - 4;
        // Bucket bounds of every schema: Prometheus counts twice what lies between a threshold and a coarser bound.
        double[] zeroThresholds = {0, 0x1p-128, 0x1p-16, 1};
        double zeroThreshold = zeroThresholds[random.nextInt(zeroThresholds.length)];
        int[] positiveSpans = spans(lowestIndex(schema, zeroThreshold));
        int[] negativeSpans = random.nextBoolean() ? new int[0] : spans(lowestIndex(schema, zeroThreshold));
        double[] positive = counts(positiveSpans);
        double[] negative = counts(negativeSpans);
        double zeroCount = random.nextInt(5);
        double count = zeroCount
                + Arrays.stream(positive).sum()
                + Arrays.stream(negative).sum();
        return new FloatHistogram(
                schema,
                CounterResetHint.UNKNOWN,
                zeroThreshold,
                zeroCount,
                count,
                random.nextInt(1000),
                positiveSpans,
                positive,
                negativeSpans,
                negative,
                new double[0]);
    }

    FloatHistogram custom() {
        double[] bounds = Arrays.stream(BOUNDS)
                .filter(bound -> bound == 1 || random.nextInt(3) > 0)
                .toArray();
        double[] buckets = new double[bounds.length + 1];
        Arrays.setAll(buckets, i -> random.nextInt(10));
        return new FloatHistogram(
                FloatHistogram.CUSTOM_BUCKETS_SCHEMA,
                CounterResetHint.UNKNOWN,
                0,
                0,
                Arrays.stream(buckets).sum(),
                random.nextInt(1000),
                new int[] {0, buckets.length},
                buckets,
                new int[0],
                new double[0],
                bounds);
    }

    /** Returns the first bucket that lies outside the zero bucket. */
    private static int lowestIndex(int schema, double zeroThreshold) {
        if (zeroThreshold == 0) {
            return -20;
        }
        return (int) Math.ceil(Math.log(zeroThreshold) / Math.log(2) * Math.pow(2, schema)) + 1;
    }

    private int[] spans(int lowest) {
        int[] spans = new int[2 * random.nextInt(4)];
        for (int i = 0; i < spans.length; i += 2) {
            spans[i] = i == 0 ? lowest + random.nextInt(40) : random.nextInt(4);
            spans[i + 1] = random.nextInt(4);
        }
        return spans;
    }

    private double[] counts(int[] spans) {
        int buckets = 0;
        for (int i = 1; i < spans.length; i += 2) {
            buckets += spans[i];
        }
        double[] counts = new double[buckets];
        Arrays.setAll(counts, i -> random.nextInt(4));
        return counts;
    }
}
