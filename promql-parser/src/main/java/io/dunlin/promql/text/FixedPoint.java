package io.dunlin.promql.text;

import io.dunlin.promql.number.GoFloatFormat;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Prints numbers with a fixed count of digits behind the point, as Go's {@code %.3f} does. */
public final class FixedPoint {
    private FixedPoint() {}

    /** Returns the number, its exact value rounded to this many digits; infinities and NaN are words. */
    public static String format(double value, int digits) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return GoFloatFormat.fixed(value);
        }
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }
}
