package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.model.FloatHistogram;
import java.util.Arrays;

/**
 * Lowers histograms of a resolution above what queries know, which a later Prometheus may write, to the highest known: of
 * each step of schema two neighbouring buckets become one.
 */
final class ResolutionLimit {
    private static final int MAX_SCHEMA = 8;

    private ResolutionLimit() {}

    /** Returns a histogram of schema 8 where the schema is higher, else the same. */
    static FloatHistogram apply(FloatHistogram h) {
        int steps = h.schema() - MAX_SCHEMA;
        if (steps <= 0) {
            return h;
        }
        int[] positive = BucketSpans.indexes(h.positiveSpans());
        int[] negative = BucketSpans.indexes(h.negativeSpans());
        return new FloatHistogram(
                MAX_SCHEMA,
                h.counterResetHint(),
                h.zeroThreshold(),
                h.zeroCount(),
                h.count(),
                h.sum(),
                BucketSpans.ofIndexes(merged(positive, steps)),
                counts(h.positiveBuckets(), positive, steps),
                BucketSpans.ofIndexes(merged(negative, steps)),
                counts(h.negativeBuckets(), negative, steps),
                h.customValues());
    }

    /** Bucket {@code i} covers (base^(i−1), base^i], so i − 1 is what halves. */
    private static int lower(int index, int steps) {
        return steps >= Integer.SIZE ? (index > 0 ? 1 : 0) : (index - 1 >> steps) + 1;
    }

    private static int[] merged(int[] indexes, int steps) {
        return Arrays.stream(indexes).map(i -> lower(i, steps)).distinct().toArray();
    }

    private static double[] counts(double[] counts, int[] indexes, int steps) {
        double[] lowered = new double[counts.length];
        int used = 0;
        for (int i = 0; i < counts.length; i++) {
            if (i == 0 || lower(indexes[i], steps) != lower(indexes[i - 1], steps)) {
                used++;
            }
            lowered[used - 1] += counts[i];
        }
        return Arrays.copyOf(lowered, used);
    }
}
