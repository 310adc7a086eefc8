package io.dunlin.promql.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Prints numbers with the fewest digits that read back as the same number. Meant for queries and messages, not for hot
 * paths. ({@code Double.toString} prints too many digits for some numbers before JDK 19.)
 */
public final class Numbers {
    private Numbers() {}

    /** Returns the number without exponent, as Go's {@code FormatFloat(v, 'f', -1, 64)}. */
    public static String plain(double value) {
        String special = special(value);
        return special != null ? special : sign(value) + shortest(value).toPlainString();
    }

    /** Returns the number as Go's {@code %v}: with an exponent below 1e-4 and from 1e6. */
    public static String general(double value) {
        String special = special(value);
        if (special != null) {
            return special;
        }
        BigDecimal digits = shortest(value);
        int exponent = digits.signum() == 0 ? 0 : digits.precision() - digits.scale() - 1;
        if (exponent >= -4 && exponent < 6) {
            return sign(value) + digits.toPlainString();
        }
        String unscaled = digits.unscaledValue().toString();
        String fraction = unscaled.length() == 1 ? "" : "." + unscaled.substring(1);
        String pad = Math.abs(exponent) < 10 ? "0" : "";
        return sign(value) + unscaled.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + pad
                + Math.abs(exponent);
    }

    /** Returns the number with a fixed count of digits behind the point, as Go's {@code %.nf}. */
    public static String fixed(double value, int digits) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return special(value);
        }
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String special(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == 0 ? sign(value) + "0" : null;
    }

    private static String sign(double value) {
        return Double.doubleToRawLongBits(value) < 0 ? "-" : "";
    }

    /** Returns the shortest decimal that reads back as the magnitude of the value, the closest one of that length. */
    private static BigDecimal shortest(double value) {
        double magnitude = Math.abs(value);
        BigDecimal exact = new BigDecimal(magnitude);
        for (int digits = 1; digits <= 17; digits++) {
            BigDecimal near = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (near.doubleValue() == magnitude) {
                return near.stripTrailingZeros();
            }
            BigDecimal up = exact.round(new MathContext(digits, RoundingMode.UP));
            if (up.doubleValue() == magnitude) {
                return up.stripTrailingZeros();
            }
        }
        throw new IllegalStateException("no 17 digits read back as value=" + value);
    }
}
