package io.dunlin.promql.annotation;

import io.dunlin.promql.number.GoFloatFormat;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The extent of what was mended in the buckets of classic histograms.
 *
 * <p>Prometheus merges the infos of a call with themselves at every step, so that a count of {@code c} becomes
 * {@code 2 (c + n)} at a step with {@code n} more, and the number it tells is that, wrapped to 64 bits. Of an instant query
 * it is the number of samples. What {@code n} samples of the first step add in the end is half of what they would at a later
 * one; {@code samples} has them in full and {@code excess} tells the other half, until the call is over.
 */
public record Monotonicity(
        long minTime, long maxTime, double minBucket, double maxBucket, double maxDifference, long samples, long excess)
        implements Annotation.Detail {
    /**
     * Makes what was mended at one step.
     *
     * @param time the step's time
     * @param stepsLeft how many steps the evaluation has from this one on, itself included
     * @param minBucket the lowest upper bound of a bucket that was raised
     * @param maxBucket the highest
     * @param maxDifference by how much at most
     */
    public static Monotonicity once(
            long time, int stepsLeft, double minBucket, double maxBucket, double maxDifference) {
        long samples = powerOfTwo(stepsLeft);
        return new Monotonicity(time, time, minBucket, maxBucket, maxDifference, samples, powerOfTwo(stepsLeft - 1));
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
