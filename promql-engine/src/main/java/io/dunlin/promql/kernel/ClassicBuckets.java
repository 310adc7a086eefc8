package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.math.AlmostEqual;

/**
 * The buckets of one classic histogram at one step, and what can be estimated from them. Observations are taken to be
 * spread evenly within a bucket. Reused from step to step.
 */
final class ClassicBuckets {
    /** Smaller relative differences between neighbours come from rounding and not from the data. */
    private static final double ROUNDING = 1e-12;

    private double[] bounds = new double[16];
    private double[] counts = new double[16];
    private int size;

    /** Whether {@link #makeMonotonic} had to raise a count. */
    boolean forced;
    /** The lowest upper bound of a raised bucket. */
    double lowestForced;
    /** The highest upper bound of a raised bucket. */
    double highestForced;
    /** The most by which a bucket was raised. */
    double greatestForced;

    /**
     * Takes the buckets that are present at a step, adding those with the same bound.
     *
     * @return whether there is any
     */
    boolean load(double[] upperBounds, StepColumn[] buckets, int step) {
        if (bounds.length < upperBounds.length) {
            bounds = new double[upperBounds.length];
            counts = new double[upperBounds.length];
        }
        size = 0;
        for (int i = 0; i < upperBounds.length; i++) {
            if (!buckets[i].has(step) || buckets[i].histogram(step) != null) {
                continue;
            }
            double count = buckets[i].values()[step];
            if (size > 0 && bounds[size - 1] == upperBounds[i]) {
                counts[size - 1] += count;
            } else {
                bounds[size] = upperBounds[i];
                counts[size++] = count;
            }
        }
        return size > 0;
    }

    private boolean endsAtInfinity() {
        return bounds[size - 1] == Double.POSITIVE_INFINITY;
    }

    /** Raises every count that is below the one before it, and levels differences that are rounding errors. */
    private void makeMonotonic() {
        forced = false;
        lowestForced = Double.POSITIVE_INFINITY;
        highestForced = Double.NEGATIVE_INFINITY;
        greatestForced = 0;
        double previous = counts[0];
        for (int i = 1; i < size; i++) {
            double current = counts[i];
            if (current == previous) {
                continue;
            }
            if (AlmostEqual.test(previous, current, ROUNDING)) {
                counts[i] = previous;
            } else if (current < previous) {
                counts[i] = previous;
                forced = true;
                lowestForced = Math.min(lowestForced, bounds[i]);
                highestForced = Math.max(highestForced, bounds[i]);
                greatestForced = Math.max(greatestForced, previous - current);
            } else {
                previous = current;
            }
        }
    }

    /** Returns the φ-quantile; the buckets are made monotonic. */
    double quantile(double phi) {
        forced = false;
        if (Double.isNaN(phi)) {
            return Double.NaN;
        }
        if (phi < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (phi > 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (!endsAtInfinity()) {
            return Double.NaN;
        }
        makeMonotonic();
        if (size < 2 || counts[size - 1] == 0) {
            return Double.NaN;
        }
        double rank = phi * counts[size - 1];
        int bucket = firstReaching(rank);
        if (bucket == size - 1) {
            return bounds[size - 2];
        }
        if (bucket == 0 && bounds[0] <= 0) {
            return bounds[0];
        }
        double start = 0;
        double count = counts[bucket];
        if (bucket > 0) {
            start = bounds[bucket - 1];
            count -= counts[bucket - 1];
            rank -= counts[bucket - 1];
        }
        return start + (bounds[bucket] - start) * (rank / count);
    }

    /** Returns the first bucket but the last with at least this cumulative count, or the last. */
    private int firstReaching(double rank) {
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (counts[middle] >= rank) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Returns the fraction of observations between two values. */
    double fraction(double lower, double upper) {
        if (!endsAtInfinity()) {
            return Double.NaN;
        }
        double count = counts[size - 1];
        if (count == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Double.NaN;
        }
        if (lower >= upper) {
            return 0;
        }
        return (rank(upper, count) - rank(lower, count)) / count;
    }

    /** Returns how many observations lie below a value, {@code count} at most. */
    private double rank(double value, double count) {
        double start = bounds[0] <= 0 ? Double.NEGATIVE_INFINITY : 0;
        double below = 0;
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                start = bounds[i - 1];
            }
            if (start >= value) {
                return Math.min(below, count);
            }
            if (bounds[i] > value) {
                // Nothing can be interpolated from minus infinity: the whole bucket counts.
                double rank = start == Double.NEGATIVE_INFINITY
                        ? counts[i]
                        : below + (counts[i] - below) * (value - start) / (bounds[i] - start);
                return Math.min(rank, count);
            }
            below = counts[i];
        }
        return count;
    }
}
