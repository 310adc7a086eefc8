package io.dunlin.promql.math;

/**
 * Hyperbolic functions with the bits that Go's {@code math} package gives.
 *
 * <p>Sources: Cephes ({@code tanh.c}), Hart and Cheney for small sines, FreeBSD's msun for the inverse functions.
 */
public final class Hyperbolic {
    private static final double LN2 = 0.6931471805599453;
    private static final double TWO_TO_28 = 1 << 28;

    private Hyperbolic() {}

    /** Returns the hyperbolic sine. */
    public static double sinh(double x) {
        double magnitude = Math.abs(x);
        double result;
        if (magnitude > 21) {
            result = Exponential.exp(magnitude) * 0.5;
        } else if (magnitude > 0.5) {
            double e = Exponential.exp(magnitude);
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
            return Exponential.exp(magnitude) * 0.5;
        }
        double e = Exponential.exp(magnitude);
        return (e + 1 / e) * 0.5;
    }

    /** Returns the hyperbolic tangent. */
    public static double tanh(double x) {
        double magnitude = Math.abs(x);
        if (magnitude > 0.5 * 88.02969193111305) {
            return x < 0 ? -1 : 1;
        }
        if (magnitude >= 0.625) {
            double e = Exponential.exp(2 * magnitude);
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
            result = Exponential.log(magnitude) + LN2;
        } else if (magnitude > 2) {
            result = Exponential.log(2 * magnitude + 1 / (Math.sqrt(magnitude * magnitude + 1) + magnitude));
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
            return Exponential.log(x) + LN2;
        }
        if (x > 2) {
            return Exponential.log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
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
}
