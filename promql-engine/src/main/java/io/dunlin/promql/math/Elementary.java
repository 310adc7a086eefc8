package io.dunlin.promql.math;

/**
 * Elementary functions by the algorithms that Go's {@code math} package uses, where these differ from Java's: the same
 * argument then gives the same bits, or the same special value, as in Prometheus.
 *
 * <p>Sources: Go's documentation of {@code math}; FreeBSD's msun ({@code e_exp.c}, {@code s_asinh.c}, {@code
 * e_acosh.c}, {@code e_atanh.c}) and Cephes ({@code sinh.c}, {@code tanh.c}), from which Go took them.
 */
public final class Elementary {
    private static final double LN2 = 0.6931471805599453;
    private static final double INVERSE_LN2 = 1.4426950408889634;
    private static final double INVERSE_LN10 = 0.4342944819032518;
    private static final double LN2_HIGH = 0.6931471803691238;
    private static final double LN2_LOW = 1.9082149292705877e-10;
    private static final double TWO_TO_28 = 1 << 28;

    private Elementary() {}

    /** Returns the logarithm to base 2; exact for powers of two. */
    public static double log2(double x) {
        if (!(x > 0) || Double.isInfinite(x)) {
            return StrictMath.log(x);
        }
        double normal = x < Double.MIN_NORMAL ? x * 0x1p52 : x;
        int scale = Math.getExponent(normal) + 1;
        double fraction = Math.scalb(normal, -scale);
        int exponent = normal == x ? scale : scale - 52;
        if (fraction == 0.5) {
            return exponent - 1;
        }
        return StrictMath.log(fraction) * INVERSE_LN2 + exponent;
    }

    /** Returns the logarithm to base 10. */
    public static double log10(double x) {
        return StrictMath.log(x) * INVERSE_LN10;
    }

    /** Returns 2 to the power of {@code x}. */
    public static double exp2(double x) {
        if (Double.isNaN(x) || x == Double.POSITIVE_INFINITY) {
            return x;
        }
        if (x > 1023.9999999999999) {
            return Double.POSITIVE_INFINITY;
        }
        if (x < -1.0740e+3) {
            return 0;
        }
        int power = (int) (x > 0 ? x + 0.5 : x - 0.5);
        double rest = x - power;
        return expOfDifference(rest * LN2_HIGH, -rest * LN2_LOW, power);
    }

    /** Returns {@code e^(high − low) × 2^power} by the rational approximation of {@code e_exp.c}. */
    private static double expOfDifference(double high, double low, int power) {
        double r = high - low;
        double t = r * r;
        double p = -1.6533902205465252e-6 + t * 4.1381367970572385e-8;
        p = 6.613756321437934e-5 + t * p;
        p = -0.0027777777777015593 + t * p;
        p = 0.16666666666666666 + t * p;
        double c = r - t * p;
        double y = 1 - ((low - (r * c) / (2 - c)) - high);
        return Math.scalb(y, power);
    }

    /** Returns the hyperbolic sine. */
    public static double sinh(double x) {
        double magnitude = Math.abs(x);
        double result;
        if (magnitude > 21) {
            result = StrictMath.exp(magnitude) * 0.5;
        } else if (magnitude > 0.5) {
            double e = StrictMath.exp(magnitude);
            result = (e - 1 / e) * 0.5;
        } else {
            double sq = magnitude * magnitude;
            double p =
                    ((-26.30563213397497 * sq - 2894.211355989564) * sq - 89912.72022039509) * sq - 630767.3640497717;
            double q = ((sq - 173.6789535582337) * sq + 15215.17378790019) * sq - 630767.3640497717;
            result = p * magnitude / q;
        }
        return Math.copySign(result, x);
    }

    /** Returns the hyperbolic cosine. */
    public static double cosh(double x) {
        double magnitude = Math.abs(x);
        if (magnitude > 21) {
            return StrictMath.exp(magnitude) * 0.5;
        }
        double e = StrictMath.exp(magnitude);
        return (e + 1 / e) * 0.5;
    }

    /** Returns the hyperbolic tangent. */
    public static double tanh(double x) {
        double magnitude = Math.abs(x);
        if (magnitude > 0.5 * 88.02969193111305) {
            return x < 0 ? -1 : 1;
        }
        if (magnitude >= 0.625) {
            double e = StrictMath.exp(2 * magnitude);
            double result = 1 - 2 / (e + 1);
            return x < 0 ? -result : result;
        }
        if (x == 0) {
            return x;
        }
        double s = x * x;
        double p = (-0.9643991794250523 * s - 99.28772310019185) * s - 1614.6876844170845;
        double q = ((s + 112.81167849163293) * s + 2235.4883906010045) * s + 4844.063053251255;
        return x + x * s * p / q;
    }

    /** Returns the inverse hyperbolic sine. */
    public static double asinh(double x) {
        if (Double.isNaN(x) || Double.isInfinite(x)) {
            return x;
        }
        double magnitude = Math.abs(x);
        double result;
        if (magnitude > TWO_TO_28) {
            result = StrictMath.log(magnitude) + LN2;
        } else if (magnitude > 2) {
            result = StrictMath.log(2 * magnitude + 1 / (Math.sqrt(magnitude * magnitude + 1) + magnitude));
        } else if (magnitude < 1 / TWO_TO_28) {
            result = magnitude;
        } else {
            double sq = magnitude * magnitude;
            result = StrictMath.log1p(magnitude + sq / (1 + Math.sqrt(1 + sq)));
        }
        return Math.copySign(result, x);
    }

    /** Returns the inverse hyperbolic cosine, NaN below 1. */
    public static double acosh(double x) {
        if (x < 1 || Double.isNaN(x)) {
            return Double.NaN;
        }
        if (x == 1) {
            return 0;
        }
        if (x >= TWO_TO_28) {
            return StrictMath.log(x) + LN2;
        }
        if (x > 2) {
            return StrictMath.log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
        }
        double t = x - 1;
        return StrictMath.log1p(t + Math.sqrt(2 * t + t * t));
    }

    /** Returns the inverse hyperbolic tangent, NaN outside [-1, 1]. */
    public static double atanh(double x) {
        if (x < -1 || x > 1 || Double.isNaN(x)) {
            return Double.NaN;
        }
        double magnitude = Math.abs(x);
        double result;
        if (magnitude == 1) {
            result = Double.POSITIVE_INFINITY;
        } else if (magnitude < 1 / TWO_TO_28) {
            result = magnitude;
        } else if (magnitude < 0.5) {
            double twice = magnitude + magnitude;
            result = 0.5 * StrictMath.log1p(twice + twice * magnitude / (1 - magnitude));
        } else {
            result = 0.5 * StrictMath.log1p((magnitude + magnitude) / (1 - magnitude));
        }
        return Math.copySign(result, x);
    }

    /** Returns the larger number. Infinity wins over NaN, and 0 is larger than -0, as in Go. */
    public static double max(double a, double b) {
        if (a == Double.POSITIVE_INFINITY || b == Double.POSITIVE_INFINITY) {
            return Double.POSITIVE_INFINITY;
        }
        return Math.max(a, b);
    }

    /** Returns the smaller number. Minus infinity wins over NaN, and -0 is smaller than 0, as in Go. */
    public static double min(double a, double b) {
        if (a == Double.NEGATIVE_INFINITY || b == Double.NEGATIVE_INFINITY) {
            return Double.NEGATIVE_INFINITY;
        }
        return Math.min(a, b);
    }
}
