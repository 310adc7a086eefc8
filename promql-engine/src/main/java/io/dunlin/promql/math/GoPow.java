package io.dunlin.promql.math;

/**
 * Powers by the algorithm of Go's {@code math.Pow}: the fraction of the exponent by exp and log, the whole part by
 * repeated squaring on mantissa and exponent apart. Special values as C99 has them.
 */
public final class GoPow {
    private static final double LARGE_EXPONENT = 0x1p63;
    private static final int MAX_BINARY_EXPONENT = 1 << 12;

    private GoPow() {}

    /** Returns {@code x} to the power of {@code y}. */
    public static double pow(double x, double y) {
        if (y == 0 || x == 1) {
            return 1;
        }
        if (y == 1) {
            return x;
        }
        if (Double.isNaN(x) || Double.isNaN(y) || x == 0 || Double.isInfinite(x) || Double.isInfinite(y)) {
            return special(x, y);
        }
        if (y == 0.5) {
            return Math.sqrt(x);
        }
        if (y == -0.5) {
            return 1 / Math.sqrt(x);
        }
        return finite(x, y);
    }

    /** Java's pow agrees with Go's on NaN, zero and infinity, but for the base −1 with an infinite exponent. */
    private static double special(double x, double y) {
        return x == -1 && Double.isInfinite(y) ? 1 : StrictMath.pow(x, y);
    }

    private static double finite(double x, double y) {
        double whole = Math.floor(Math.abs(y));
        double fraction = Math.abs(y) - whole;
        if (fraction != 0 && x < 0) {
            return Double.NaN;
        }
        if (whole >= LARGE_EXPONENT) {
            return hugeExponent(x, y);
        }
        double result = 1;
        if (fraction != 0) {
            if (fraction > 0.5) {
                fraction--;
                whole++;
            }
            result = Exponential.exp(fraction * Exponential.log(x));
        }
        return square(x, (long) whole, result, y < 0);
    }

    private static double hugeExponent(double x, double y) {
        if (x == -1) {
            return 1;
        }
        return (Math.abs(x) < 1) == (y > 0) ? 0 : Double.POSITIVE_INFINITY;
    }

    /** Multiplies {@code start} by x^exponent; mantissas stay in [0.5, 1), binary exponents are summed apart. */
    private static double square(double x, long exponent, double start, boolean invert) {
        int binary = exponentOf(x);
        double mantissa = scale(x, -binary);
        double result = start;
        long resultBinary = 0;
        for (long rest = exponent; rest != 0; rest >>= 1) {
            if (binary < -MAX_BINARY_EXPONENT || binary > MAX_BINARY_EXPONENT) {
                resultBinary += binary;
                break;
            }
            if ((rest & 1) == 1) {
                result *= mantissa;
                resultBinary += binary;
            }
            mantissa *= mantissa;
            binary <<= 1;
            if (mantissa < 0.5) {
                mantissa += mantissa;
                binary--;
            }
        }
        return invert ? scale(1 / result, -resultBinary) : scale(result, resultBinary);
    }

    /** Returns the exponent that puts the mantissa of a finite, non-zero number into [0.5, 1). */
    private static int exponentOf(double x) {
        double magnitude = Math.abs(x);
        return magnitude < Double.MIN_NORMAL
                ? Math.getExponent(magnitude * 0x1p52) - 52 + 1
                : Math.getExponent(magnitude) + 1;
    }

    /** Multiplies by a power of two that may be beyond int's range or a double's. */
    private static double scale(double x, long power) {
        return Math.scalb(x, (int) Math.max(-5000, Math.min(5000, power)));
    }
}
