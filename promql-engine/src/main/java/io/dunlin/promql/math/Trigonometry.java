package io.dunlin.promql.math;

/**
 * Trigonometric functions with the bits that Go's {@code math} package gives.
 *
 * <p>Sources: Cephes ({@code sin.c}, {@code tan.c}, {@code atan.c}), which Go follows; for large arguments K. C. Ng,
 * "Argument Reduction for Huge Arguments: Good to the Last Bit".
 */
public final class Trigonometry {
    private static final double QUARTERS_PER_RADIAN = 4 / Math.PI;
    /** π/4 in three parts, for subtraction with more than double precision. */
    private static final double[] QUARTER_PARTS = {0.7853981256484985, 3.774894707930798e-08, 2.6951514290790595e-15};

    private static final double[] SIN = {
        1.5896230157654656e-10,
        -2.5050747762857807e-08,
        2.7557313621385722e-06,
        -0.0001984126982958954,
        0.008333333333322118,
        -0.1666666666666663
    };
    private static final double[] COS = {
        -1.1358536521387682e-11,
        2.087570084197473e-09,
        -2.755731417929674e-07,
        2.4801587288851704e-05,
        -0.0013888888888873056,
        0.041666666666666595
    };

    /** What π/2 has beyond a double. */
    private static final double MORE_BITS = 6.123233995736766e-17;

    private static final double TAN_OF_THREE_EIGHTHS = 2.414213562373095;

    private Trigonometry() {}

    private static double polynomial(double x, double[] coefficients) {
        double sum = coefficients[0];
        for (int i = 1; i < coefficients.length; i++) {
            sum = sum * x + coefficients[i];
        }
        return sum;
    }

    /** Returns the sine. */
    public static double sin(double x) {
        if (x == 0 || Double.isNaN(x)) {
            return x;
        }
        if (Double.isInfinite(x)) {
            return Double.NaN;
        }
        double magnitude = Math.abs(x);
        long octant = octant(magnitude);
        double z = inOctant(magnitude, octant);
        boolean negative = (x < 0) != ((octant & 7) > 3);
        double y = (octant & 3) == 2 ? cosineSeries(z) : sineSeries(z);
        return negative ? -y : y;
    }

    /** Returns the cosine. */
    public static double cos(double x) {
        if (Double.isNaN(x) || Double.isInfinite(x)) {
            return Double.NaN;
        }
        double magnitude = Math.abs(x);
        long octant = octant(magnitude);
        double z = inOctant(magnitude, octant);
        boolean negative = ((octant & 7) > 3) != ((octant & 3) > 1);
        double y = (octant & 3) == 2 ? sineSeries(z) : cosineSeries(z);
        return negative ? -y : y;
    }

    private static double sineSeries(double z) {
        double square = z * z;
        return z + z * square * polynomial(square, SIN);
    }

    private static double cosineSeries(double z) {
        double square = z * z;
        return 1.0 - 0.5 * square + square * square * polynomial(square, COS);
    }

    /** Returns the tangent. */
    public static double tan(double x) {
        if (x == 0 || Double.isNaN(x)) {
            return x;
        }
        if (Double.isInfinite(x)) {
            return Double.NaN;
        }
        double magnitude = Math.abs(x);
        long octant = octant(magnitude);
        double z = inOctant(magnitude, octant);
        double square = z * z;
        double y = z;
        if (square > 1e-14) {
            double p = (-13093.693918138379 * square + 1153516.6483858742) * square - 17956525.197648488;
            double q = ((square + 13681.296347069296) * square - 1320892.3444021097) * square + 25008380.18233579;
            y = z + z * (square * p / (q * square - 53869575.592945464));
        }
        if ((octant & 2) == 2) {
            y = -1 / y;
        }
        return x < 0 ? -y : y;
    }

    /** Returns the even number of eighths of a turn nearest to a positive angle, modulo 8 where it is large. */
    private static long octant(double x) {
        if (x >= HugeAngle.THRESHOLD) {
            return HugeAngle.of(x).octant();
        }
        long octant = (long) (x * QUARTERS_PER_RADIAN);
        return octant + (octant & 1);
    }

    /** Returns how far a positive angle is from its octant. */
    private static double inOctant(double x, long octant) {
        if (x >= HugeAngle.THRESHOLD) {
            return HugeAngle.of(x).rest();
        }
        double y = octant;
        return ((x - y * QUARTER_PARTS[0]) - y * QUARTER_PARTS[1]) - y * QUARTER_PARTS[2];
    }

    /** Returns the arc tangent. */
    public static double atan(double x) {
        if (x == 0) {
            return x;
        }
        return x > 0 ? positiveAtan(x) : -positiveAtan(-x);
    }

    private static double positiveAtan(double x) {
        if (x <= 0.66) {
            return smallAtan(x);
        }
        if (x > TAN_OF_THREE_EIGHTHS) {
            return Math.PI / 2 - smallAtan(1 / x) + MORE_BITS;
        }
        return Math.PI / 4 + smallAtan((x - 1) / (x + 1)) + 0.5 * MORE_BITS;
    }

    /** A rational approximation for 0 to 0.66. */
    private static double smallAtan(double x) {
        double z = x * x;
        double p = -0.8750608600031904 * z - 16.157537187333652;
        p = p * z - 75.00855792314705;
        p = p * z - 122.88666844901361;
        p = p * z - 64.85021904942025;
        double q = z + 24.858464901423062;
        q = q * z + 165.02700983169885;
        q = q * z + 432.88106049129027;
        q = q * z + 485.3903996359137;
        q = q * z + 194.5506571482614;
        return x * (z * p / q) + x;
    }

    /** Returns the arc sine, NaN outside [-1, 1]. */
    public static double asin(double x) {
        double magnitude = Math.abs(x);
        if (x == 0 || !(magnitude <= 1)) {
            return x == 0 ? x : Double.NaN;
        }
        double other = Math.sqrt(1 - magnitude * magnitude);
        double angle =
                magnitude > 0.7 ? Math.PI / 2 - positiveAtan(other / magnitude) : positiveAtan(magnitude / other);
        return x < 0 ? -angle : angle;
    }

    /** Returns the arc cosine, NaN outside [-1, 1]. */
    public static double acos(double x) {
        return Math.PI / 2 - asin(x);
    }

    /** Returns the angle of the point (x, y). */
    public static double atan2(double y, double x) {
        boolean ordinary = y != 0 && x != 0 && Double.isFinite(x) && Double.isFinite(y);
        if (!ordinary) {
            // Zeros and infinities have the same angles in Java and Go.
            return StrictMath.atan2(y, x);
        }
        double angle = atan(y / x);
        if (x > 0) {
            return angle;
        }
        return angle <= 0 ? angle + Math.PI : angle - Math.PI;
    }
}
