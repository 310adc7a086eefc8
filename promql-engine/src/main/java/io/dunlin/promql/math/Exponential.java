package io.dunlin.promql.math;

/**
 * Exponentials and logarithms with the bits that Go's {@code math} package gives on amd64, where Prometheus runs most.
 *
 * <p>Sources: {@code exp} reduces by multiples of ln 2, divides by 16, takes a Taylor series and squares four times, with
 * fused multiplications; {@code log} is the algorithm of FreeBSD's {@code e_log.c}; {@code exp2} that of {@code e_exp.c}.
 */
public final class Exponential {
    private static final double LOG2_E = 1.4426950408889634;
    private static final double INVERSE_LN2 = 1.4426950408889634;
    private static final double INVERSE_LN10 = 0.4342944819032518;
    /** ln 2 in two parts, the first with enough trailing zeros for exact products. */
    private static final double LN2_UPPER = 0.693147180559663;

    private static final double LN2_LOWER = 2.8235290563031577e-13;
    private static final double LN2_HIGH = 0.6931471803691238;
    private static final double LN2_LOW = 1.9082149292705877e-10;
    private static final double EXP_OVERFLOW = 709.782712893384;
    private static final double EXP2_OVERFLOW = 1023.9999999999999;
    private static final double EXP2_UNDERFLOW = -1.0740e+03;
    private static final double HALF_ROOT_OF_2 = 0.7071067811865476;

    private static final int BIAS = 1023;
    private static final int SPECIAL_EXPONENT = 0x7FF;
    private static final int MANTISSA_BITS = 52;
    private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
    private static final long HALF = 0x3FE0000000000000L;

    private Exponential() {}

    /** Returns e to the power of {@code x}. */
    public static double exp(double x) {
        if (Double.isNaN(x) || x > EXP_OVERFLOW) {
            return Double.isNaN(x) ? x : Double.POSITIVE_INFINITY;
        }
        if (x == Double.NEGATIVE_INFINITY) {
            return 0;
        }
        int power = (int) Math.rint(LOG2_E * x);
        double r = Math.fma(-power, LN2_UPPER, x);
        r = Math.fma(-power, LN2_LOWER, r) * 0.0625;
        double p = 2.48015873015873e-05;
        p = Math.fma(p, r, 0.0001984126984126984);
        p = Math.fma(p, r, 0.001388888888888889);
        p = Math.fma(p, r, 0.008333333333333333);
        p = Math.fma(p, r, 0.041666666666666664);
        p = Math.fma(p, r, 0.16666666666666666);
        p = Math.fma(p, r, 0.5);
        p = Math.fma(p, r, 1.0);
        double grown = r * p;
        grown *= grown + 2;
        grown *= grown + 2;
        grown *= grown + 2;
        return scale(Math.fma(grown + 2, grown, 1.0), power);
    }

    /** Multiplies a number near 1 by a power of two. */
    private static double scale(double x, int power) {
        if (power < -BIAS - MANTISSA_BITS) {
            return 0;
        }
        int biased = power + BIAS;
        if (biased >= SPECIAL_EXPONENT) {
            return Double.POSITIVE_INFINITY;
        }
        if (biased <= 0) {
            // Two steps, so that only the last one rounds.
            return x * powerOfTwo(biased + BIAS - 1) * Double.MIN_NORMAL;
        }
        return x * powerOfTwo(biased);
    }

    private static double powerOfTwo(int biasedExponent) {
        return Double.longBitsToDouble((long) biasedExponent << MANTISSA_BITS);
    }

    /** Returns 2 to the power of {@code x}. */
    public static double exp2(double x) {
        if (Double.isNaN(x) || x > EXP2_OVERFLOW) {
            return Double.isNaN(x) ? x : Double.POSITIVE_INFINITY;
        }
        if (x < EXP2_UNDERFLOW) {
            return 0;
        }
        int power = (int) (x > 0 ? x + 0.5 : x - 0.5);
        double rest = x - power;
        double high = rest * LN2_HIGH;
        double low = -rest * LN2_LOW;
        double r = high - low;
        double t = r * r;
        double p = -1.6533902205465252e-06 + t * 4.1381367970572385e-08;
        p = 6.613756321437934e-05 + t * p;
        p = -0.0027777777777015593 + t * p;
        p = 0.16666666666666666 + t * p;
        double c = r - t * p;
        double y = 1 - ((low - (r * c) / (2 - c)) - high);
        return Math.scalb(y, power);
    }

    /** Returns the natural logarithm. Numbers below the smallest normal one come out too large, as in Go. */
    public static double log(double x) {
        if (Double.isNaN(x) || x == Double.POSITIVE_INFINITY) {
            return x;
        }
        if (x <= 0) {
            return x == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
        }
        long bits = Double.doubleToRawLongBits(x);
        double k = (bits >>> MANTISSA_BITS) - (BIAS - 1);
        double fraction = Double.longBitsToDouble((bits & MANTISSA) | HALF);
        if (fraction <= HALF_ROOT_OF_2) {
            k -= 1;
            fraction *= 2;
        }
        double f = fraction - 1;
        double s = f / (2 + f);
        double s2 = s * s;
        double s4 = s2 * s2;
        double odd = 0.14798198605116586 * s4 + 0.1818357216161805;
        odd = odd * s4 + 0.2857142874366239;
        odd = (odd * s4 + 0.6666666666666735) * s2;
        double even = 0.15313837699209373 * s4 + 0.22222198432149784;
        even = (even * s4 + 0.3999999999940942) * s4;
        double halfSquare = 0.5 * f * f;
        double correction = s * (halfSquare + (odd + even)) + k * LN2_LOW;
        return k * LN2_HIGH - ((halfSquare - correction) - f);
    }

    /** Returns the logarithm to base 2; exact for powers of two. */
    public static double log2(double x) {
        if (!(x > 0) || Double.isInfinite(x)) {
            return log(x);
        }
        double normal = x < Double.MIN_NORMAL ? x * 0x1p52 : x;
        int scale = Math.getExponent(normal) + 1;
        double fraction = Math.scalb(normal, -scale);
        int exponent = normal == x ? scale : scale - MANTISSA_BITS;
        if (fraction == 0.5) {
            return exponent - 1;
        }
        return log(fraction) * INVERSE_LN2 + exponent;
    }

    /** Returns the logarithm to base 10. */
    public static double log10(double x) {
        return log(x) * INVERSE_LN10;
    }
}
