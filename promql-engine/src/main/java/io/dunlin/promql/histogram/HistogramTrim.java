package io.dunlin.promql.histogram;

import io.dunlin.tsdb.model.FloatHistogram;

/**
 * Cuts off observations above or below a limit, PromQL's operators {@code </} and {@code >/}. A bucket that holds the
 * limit is divided by the interpolation that quantiles use, the zero bucket linearly; a bucket without an end is kept or
 * dropped whole. Count and sum are estimated anew from the buckets, unless nothing was cut. One use an instance.
 */
public final class HistogramTrim {
    private final FloatHistogram histogram;
    private final double limit;
    private final boolean keepBelow;
    private final BucketList positive;
    private final BucketList negative;
    private double zeroCount;
    private double count;
    private double sum;
    private boolean cut;

    private HistogramTrim(FloatHistogram histogram, double limit, boolean keepBelow) {
        this.histogram = histogram;
        this.limit = limit;
        this.keepBelow = keepBelow;
        positive = BucketList.of(histogram.positiveSpans(), histogram.positiveBuckets());
        negative = BucketList.of(histogram.negativeSpans(), histogram.negativeBuckets());
        zeroCount = histogram.zeroCount();
    }

    /** Returns the observations below the limit: {@code histogram </ limit}. */
    public static FloatHistogram keepBelow(FloatHistogram histogram, double limit) {
        return new HistogramTrim(histogram, limit, true).trim();
    }

    /** Returns the observations above the limit: {@code histogram >/ limit}. */
    public static FloatHistogram keepAbove(FloatHistogram histogram, double limit) {
        return new HistogramTrim(histogram, limit, false).trim();
    }

    private FloatHistogram trim() {
        boolean hasPositive = trimSide(positive, true);
        boolean hasNegative = trimSide(negative, false);
        if (zeroCount > 0) {
            trimZeroBucket(hasPositive, hasNegative);
        }
        if (!cut) {
            return histogram;
        }
        positive.compact();
        negative.compact();
        return new FloatHistogram(
                histogram.schema(),
                histogram.counterResetHint(),
                histogram.zeroThreshold(),
                zeroCount,
                count,
                sum,
                positive.toSpans(),
                positive.toBuckets(),
                negative.toSpans(),
                negative.toBuckets(),
                histogram.customValues());
    }

    /** Trims one side; returns whether it had any populated bucket. */
    private boolean trimSide(BucketList buckets, boolean isPositive) {
        boolean populated = false;
        for (int i = 0; i < buckets.size(); i++) {
            if (buckets.count(i) == 0) {
                continue;
            }
            populated = true;
            double near = BucketBounds.upper(histogram.schema(), histogram.customValues(), buckets.index(i) - 1);
            double far = BucketBounds.upper(histogram.schema(), histogram.customValues(), buckets.index(i));
            double lower = isPositive ? near : -far;
            double upper = isPositive ? far : -near;
            if (keepBelow ? upper <= limit : lower >= limit) {
                keep(buckets.count(i), midpoint(lower, upper, isPositive));
            } else if (keepBelow ? lower < limit : upper > limit) {
                divide(buckets, i, new Range(lower, upper), isPositive);
            } else {
                buckets.erase(i);
                cut = true;
            }
        }
        return populated;
    }

    private record Range(double lower, double upper) {
        boolean endless() {
            return lower == Double.NEGATIVE_INFINITY || upper == Double.POSITIVE_INFINITY;
        }
    }

    private void keep(double keptCount, double at) {
        count += keptCount;
        sum += at * keptCount;
    }

    private void divide(BucketList buckets, int i, Range range, boolean isPositive) {
        double all = buckets.count(i);
        double kept;
        if (range.endless()) {
            kept = range.lower == Double.NEGATIVE_INFINITY
                    ? keepOfUnboundedBelow(all, range.upper)
                    : keepOfUnboundedAbove(all, range.lower);
        } else {
            double below = countBelow(all, range);
            kept = keepBelow ? below : all - below;
            double at = keepBelow ? midpoint(range.lower, limit, isPositive) : midpoint(limit, range.upper, isPositive);
            keep(kept, at);
        }
        if (all != kept) {
            buckets.count(i, kept);
            cut = true;
        }
    }

    private double countBelow(double all, Range range) {
        if (limit <= range.lower) {
            return 0;
        }
        if (limit >= range.upper) {
            return all;
        }
        boolean linear = histogram.usesCustomBuckets();
        return all * HistogramQuantiles.fractionBelow(limit, range.lower, range.upper, linear);
    }

    /** The first custom bucket has no lower end; where its upper end is positive and finite, zero is taken for one. */
    private double keepOfUnboundedBelow(double all, double upper) {
        boolean endsAboveZero = upper > 0 && upper != Double.POSITIVE_INFINITY;
        double kept = 0;
        double at = finiteOrZero(upper);
        if (keepBelow) {
            if (limit >= upper) {
                kept = all;
                at = 0;
            } else if (limit > 0 && endsAboveZero) {
                kept = all * limit / upper;
                at = limit / 2;
            } else if (upper <= 0) {
                kept = all;
                at = limit;
            }
        } else if (limit == Double.NEGATIVE_INFINITY) {
            kept = all;
            at = 0;
        } else if (limit >= 0 && upper > limit && upper != Double.POSITIVE_INFINITY) {
            kept = all * (1 - limit / upper);
            at = (limit + upper) / 2;
        }
        keep(kept, at);
        return kept;
    }

    private double keepOfUnboundedAbove(double all, double lower) {
        boolean keepAll = !keepBelow && limit >= lower;
        double kept = keepAll ? all : 0;
        keep(kept, keepAll ? limit : finiteOrZero(lower));
        return kept;
    }

    private static double finiteOrZero(double x) {
        return Double.isInfinite(x) ? 0 : x;
    }

    private void trimZeroBucket(boolean hasPositive, boolean hasNegative) {
        double lower = hasPositive && !hasNegative ? 0 : -histogram.zeroThreshold();
        double upper = hasNegative && !hasPositive ? 0 : histogram.zeroThreshold();
        double keptCount;
        double at;
        if (keepBelow ? limit >= upper && limit > lower : limit <= lower) {
            keptCount = zeroCount;
            at = (lower + upper) / 2;
        } else if (keepBelow ? limit <= lower : limit >= upper) {
            keptCount = 0;
            at = 0;
        } else if (keepBelow) {
            keptCount = zeroCount * ((limit - lower) / (upper - lower));
            at = (lower + limit) / 2;
        } else {
            keptCount = zeroCount * ((upper - limit) / (upper - lower));
            at = (limit + upper) / 2;
        }
        if (keptCount != zeroCount) {
            cut = true;
        }
        zeroCount = keptCount;
        sum += at * keptCount;
        count += keptCount;
    }

    /** Where the observations of a bucket are taken to lie: in its middle on the bucket's scale. */
    private double midpoint(double lower, double upper, boolean isPositive) {
        if (Double.isInfinite(lower)) {
            if (Double.isInfinite(upper)) {
                return 0;
            }
            return upper > 0 ? upper / 2 : upper;
        }
        if (Double.isInfinite(upper)) {
            return lower;
        }
        if (histogram.usesCustomBuckets()) {
            return (lower + upper) / 2;
        }
        double middle = Math.sqrt(Math.abs(lower * upper));
        return isPositive ? middle : -middle;
    }
}
