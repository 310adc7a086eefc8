package io.dunlin.promql.annotation;

import io.dunlin.promql.number.GoFloatFormat;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Prometheus's infos: the query may not mean what its author thinks. Positions are where the expression begins. */
public final class Infos {
    private Infos() {}

    static String withMetricName(String text, String metricName) {
        return metricName.isEmpty() ? text : text + " for metric name " + GoQuoting.quote(metricName);
    }

    /** A rate is taken of a metric whose name does not look like a counter's. */
    public static Annotation possibleNonCounter(String metricName, int position) {
        return Annotation.info(
                "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "
                        + GoQuoting.quote(metricName),
                position);
    }

    /** A rate is taken of a metric whose {@code __type__} label is not a counter's. */
    public static Annotation possibleNonCounterLabel(String metricName, String type, int position) {
        return Annotation.info(
                "metric might not be a counter, __type__ label is not set to \"counter\" or \"histogram\", got "
                        + GoQuoting.quote(type) + ": " + GoQuoting.quote(metricName),
                position);
    }

    /**
     * The buckets of a classic histogram had to be made monotonic.
     *
     * @param stepsLeft how many steps the evaluation has from this one on, itself included
     */
    public static Annotation forcedMonotonicity(
            String metricName,
            int position,
            long time,
            int stepsLeft,
            double minBucket,
            double maxBucket,
            double maxDifference) {
        String text = "input to histogram_quantile needed to be fixed for monotonicity (see "
                + "https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)";
        return new Annotation(
                Annotation.Severity.INFO,
                withMetricName(text, metricName),
                position,
                Monotonicity.once(time, stepsLeft, minBucket, maxBucket, maxDifference));
    }

    /** A binary operator met sample types that it cannot combine. */
    public static Annotation incompatibleTypesInBinaryOperation(
            String leftType, String operator, String rightType, int position) {
        return Annotation.info(
                "incompatible sample types encountered for binary operator " + GoQuoting.quote(operator) + ": "
                        + leftType + " " + operator + " " + rightType,
                position);
    }

    /** An aggregation that cannot handle histograms left one out. */
    public static Annotation histogramIgnoredInAggregation(String aggregation, int position) {
        return Annotation.info("ignored histogram in " + aggregation + " aggregation", position);
    }

    /** A function of floats left histograms of a mixed range out. */
    public static Annotation histogramIgnoredInMixedRange(String metricName, int position) {
        return Annotation.info(
                "ignored histograms in a range containing both floats and histograms for metric name "
                        + GoQuoting.quote(metricName),
                position);
    }

    /** The quantile falls among NaN observations. */
    public static Annotation nativeHistogramQuantileNanResult(String metricName, int position) {
        return Annotation.info(
                withMetricName("input to histogram_quantile has NaN observations, result is NaN", metricName),
                position);
    }

    /** NaN observations shift the quantile. */
    public static Annotation nativeHistogramQuantileNanSkew(String metricName, int position) {
        return Annotation.info(
                withMetricName("input to histogram_quantile has NaN observations, result is skewed higher", metricName),
                position);
    }

    /** NaN observations are in no fraction. */
    public static Annotation nativeHistogramFractionNans(String metricName, int position) {
        return Annotation.info(
                withMetricName(
                        "input to histogram_fraction has NaN observations, which are excluded from all fractions",
                        metricName),
                position);
    }

    /** Custom buckets had different bounds and were merged to the common ones. */
    public static Annotation mismatchedCustomBuckets(HistogramOperation operation, int position) {
        return Annotation.info("mismatched custom buckets were reconciled during " + operation.word(), position);
    }

    /**
     * The extent of what was mended.
     *
     * <p>Prometheus merges the infos of a call with themselves at every step, so that a count of {@code c} becomes
     * {@code 2 (c + n)} at a step with {@code n} more, and the number it tells is that, wrapped to 64 bits. Of an instant query
     * it is the number of samples. What {@code n} samples of the first step add in the end is half of what they would at a later
     * one; {@code samples} has them in full and {@code excess} tells the other half, until the call is over.
     */
    private record Monotonicity(
            long minTime,
            long maxTime,
            double minBucket,
            double maxBucket,
            double maxDifference,
            long samples,
            long excess)
            implements Annotation.Detail {
        static Monotonicity once(long time, int stepsLeft, double minBucket, double maxBucket, double maxDifference) {
            long samples = powerOfTwo(stepsLeft);
            return new Monotonicity(
                    time, time, minBucket, maxBucket, maxDifference, samples, powerOfTwo(stepsLeft - 1));
        }

        private static long powerOfTwo(int exponent) {
            return exponent < Long.SIZE ? 1L << exponent : 0;
        }

        @Override
        public Annotation.Detail merge(Annotation.Detail earlier) {
            Monotonicity other = (Monotonicity) earlier;
            long ofFirstStep = (minTime <= other.minTime ? excess : 0) + (other.minTime <= minTime ? other.excess : 0);
            return new Monotonicity(
                    Math.min(minTime, other.minTime),
                    Math.max(maxTime, other.maxTime),
                    Math.min(minBucket, other.minBucket),
                    Math.max(maxBucket, other.maxBucket),
                    Math.max(maxDifference, other.maxDifference),
                    samples + other.samples,
                    ofFirstStep);
        }

        @Override
        public Annotation.Detail settled() {
            return new Monotonicity(minTime, maxTime, minBucket, maxBucket, maxDifference, samples - excess, 0);
        }

        @Override
        public String print() {
            return ", from buckets " + GoFloatFormat.general(minBucket) + " to " + GoFloatFormat.general(maxBucket)
                    + ", with a max diff of " + twoDigits(maxDifference) + ", over " + samples
                    + " samples from " + second(minTime) + " to " + second(maxTime);
        }

        private static String twoDigits(double value) {
            if (!Double.isFinite(value)) {
                return GoFloatFormat.general(value);
            }
            BigDecimal rounded = new BigDecimal(value).round(new MathContext(2, RoundingMode.HALF_EVEN));
            return Math.abs(value) < 100
                    ? GoFloatFormat.general(rounded.doubleValue())
                    : exponential(rounded.stripTrailingZeros());
        }

        /** From 100 on, two significant digits need an exponent. */
        private static String exponential(BigDecimal digits) {
            int exponent = digits.precision() - digits.scale() - 1;
            String mantissa = digits.movePointLeft(exponent).toPlainString();
            return mantissa + (exponent < 10 ? "e+0" : "e+") + exponent;
        }

        /** Rounds towards zero, as Go's integer division does. */
        private static String second(long millis) {
            return Instant.ofEpochSecond(millis / 1000)
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString();
        }
    }
}
