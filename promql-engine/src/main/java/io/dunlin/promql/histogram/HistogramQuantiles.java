package io.dunlin.promql.histogram;

import io.dunlin.promql.math.Exponential;
import io.dunlin.tsdb.model.FloatHistogram;

/**
 * Quantiles and fractions of native histograms. Within an exponential bucket observations are taken to be spread evenly
 * on a logarithmic scale, within the zero bucket and custom buckets on a linear one. A histogram with only positive or
 * only negative buckets has no observations on the other side of zero.
 */
public final class HistogramQuantiles {
    /** What observations of NaN, which count but are in no bucket, did to an estimate. */
    public enum NaNObservations {
        /** Nothing. */
        NONE,
        /** They are counted above all others, so the quantile is too high; or they are left out of the fraction. */
        PRESENT,
        /** The quantile lies among them, so it is NaN. */
        DECISIVE
    }

    /** An estimated value and what NaN observations did to it. */
    public record Estimate(double value, NaNObservations nans) {
        private static Estimate of(double value) {
            return new Estimate(value, NaNObservations.NONE);
        }
    }

    private HistogramQuantiles() {}

    /**
     * Returns the φ-quantile: −∞ for φ below 0, +∞ above 1, NaN for NaN or without observations.
     *
     * @param phi the quantile, normally in [0, 1]
     */
    public static Estimate quantile(double phi, FloatHistogram h) {
        if (phi < 0) {
            return Estimate.of(Double.NEGATIVE_INFINITY);
        }
        if (phi > 1) {
            return Estimate.of(Double.POSITIVE_INFINITY);
        }
        if (h.count() == 0 || Double.isNaN(phi)) {
            return Estimate.of(Double.NaN);
        }
        // NaN observations are in no bucket, so ranks from the top would be wrong; they show as a sum of NaN.
        boolean fromBelow = Double.isNaN(h.sum()) || phi < 0.5;
        BucketCursor bucket = fromBelow ? BucketCursor.ascending(h) : BucketCursor.descending(h);
        double rank = (fromBelow ? phi : 1 - phi) * h.count();
        double reached = 0;
        double lower = 0;
        double upper = 0;
        double inBucket = 0;
        while (reached < rank || inBucket == 0) {
            if (!bucket.next()) {
                break;
            }
            lower = bucket.lower();
            upper = bucket.upper();
            inBucket = bucket.count();
            reached += inBucket;
        }
        return interpolate(h, new Position(fromBelow, rank, reached, lower, upper, inBucket), bucket);
    }

    /** The bucket in which a rank was reached, or the last one. */
    private record Position(boolean fromBelow, double rank, double reached, double lower, double upper, double count) {}

    private static Estimate interpolate(FloatHistogram h, Position p, BucketCursor rest) {
        double lower = p.lower;
        double upper = p.upper;
        if (!h.usesCustomBuckets() && lower < 0 && upper > 0) {
            lower = hasOnly(h.positiveBuckets(), h.negativeBuckets()) ? 0 : lower;
            upper = hasOnly(h.negativeBuckets(), h.positiveBuckets()) ? 0 : upper;
        } else if (h.usesCustomBuckets()) {
            if (lower == Double.NEGATIVE_INFINITY) {
                if (upper <= 0) {
                    return Estimate.of(upper);
                }
                lower = 0;
            } else if (upper == Double.POSITIVE_INFINITY) {
                return Estimate.of(lower);
            }
        }
        double reached = Math.min(p.reached, h.count());
        if (reached < p.rank) {
            return Double.isNaN(h.sum()) ? new Estimate(Double.NaN, NaNObservations.DECISIVE) : Estimate.of(upper);
        }
        double rank = p.fromBelow ? p.rank - (reached - p.count) : reached - p.rank;
        double count = p.count;
        NaNObservations nans = NaNObservations.NONE;
        if (Double.isNaN(h.sum())) {
            // Prometheus looks for observations that are in no bucket by walking on, and interpolates where it ends.
            while (rest.next()) {
                reached += rest.count();
                lower = rest.lower();
                upper = rest.upper();
                count = rest.count();
            }
            nans = reached < h.count() ? NaNObservations.PRESENT : NaNObservations.NONE;
        }
        double fraction = rank / count;
        if (h.usesCustomBuckets() || (lower <= 0 && upper >= 0)) {
            return new Estimate(lower + (upper - lower) * fraction, nans);
        }
        return new Estimate(interpolateExponentially(lower, upper, fraction), nans);
    }

    private static double interpolateExponentially(double lower, double upper, double fraction) {
        double logLower = Exponential.log2(Math.abs(lower));
        double logUpper = Exponential.log2(Math.abs(upper));
        if (lower > 0) {
            return Exponential.exp2(logLower + (logUpper - logLower) * fraction);
        }
        return -Exponential.exp2(logUpper + (logLower - logUpper) * (1 - fraction));
    }

    private static boolean hasOnly(double[] these, double[] notThose) {
        return length(these) > 0 && length(notThose) == 0;
    }

    private static int length(double[] buckets) {
        return buckets == null ? 0 : buckets.length;
    }

    private static double sumOfRest(BucketCursor rest, double counted) {
        double sum = counted;
        while (rest.next()) {
            sum += rest.count();
        }
        return sum;
    }

    /**
     * Returns the estimated fraction of observations between two bounds: NaN without observations or with a bound of
     * NaN, 0 where {@code lower >= upper}. NaN observations are in no bucket and so in no fraction.
     */
    public static Estimate fraction(double lower, double upper, FloatHistogram h) {
        if (h.count() == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Estimate.of(Double.NaN);
        }
        if (lower >= upper) {
            return Estimate.of(0);
        }
        BucketCursor bucket = BucketCursor.ascending(h);
        RankFinder lowerRank = new RankFinder(lower);
        RankFinder upperRank = new RankFinder(upper);
        double below = 0;
        double seen = 0;
        while (!(lowerRank.found && upperRank.found) && bucket.next()) {
            seen += bucket.count();
            lowerRank.visit(h, bucket, below);
            upperRank.visit(h, bucket, below);
            below += bucket.count();
        }
        boolean mayHaveNaNs = Double.isNaN(h.sum());
        double inBuckets = mayHaveNaNs ? sumOfRest(bucket, seen) : h.count();
        NaNObservations nans = mayHaveNaNs && inBuckets < h.count() ? NaNObservations.PRESENT : NaNObservations.NONE;
        double value = (upperRank.rank(inBuckets) - lowerRank.rank(inBuckets)) / h.count();
        return new Estimate(value, nans);
    }

    /** Finds how many observations lie below a value, while buckets go by in rising order. */
    private static final class RankFinder {
        private final double value;
        private boolean found;
        private double rank;

        RankFinder(double value) {
            this.value = value;
        }

        /** Looks at a bucket with {@code below} observations in the buckets before it. */
        void visit(FloatHistogram h, BucketCursor bucket, double below) {
            if (found) {
                return;
            }
            double lower = bucket.lower();
            double upper = bucket.upper();
            boolean zero = lower <= 0 && upper >= 0;
            if (zero) {
                lower = hasOnly(h.positiveBuckets(), h.negativeBuckets()) ? 0 : lower;
                upper = hasOnly(h.negativeBuckets(), h.positiveBuckets()) ? 0 : upper;
            }
            if (lower >= value) {
                rank = below;
                found = true;
            } else if (upper > value) {
                boolean linear = h.usesCustomBuckets() || zero;
                // Nothing can be interpolated from minus infinity: the whole bucket counts.
                rank = linear && lower == Double.NEGATIVE_INFINITY
                        ? bucket.count()
                        : below + bucket.count() * fractionBelow(value, lower, upper, linear);
                found = true;
            }
        }

        double rank(double most) {
            return !found || rank > most ? most : rank;
        }
    }

    /** Returns which part of a bucket with finite bounds lies below a value within it. */
    static double fractionBelow(double value, double lower, double upper, boolean linear) {
        if (linear) {
            return (value - lower) / (upper - lower);
        }
        double logLower = Exponential.log2(Math.abs(lower));
        double logUpper = Exponential.log2(Math.abs(upper));
        double logValue = Exponential.log2(Math.abs(value));
        if (value > 0) {
            return (logValue - logLower) / (logUpper - logLower);
        }
        return 1 - ((logValue - logUpper) / (logLower - logUpper));
    }
}
