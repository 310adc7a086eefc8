package io.dunlin.promql.operator;

import java.util.Locale;
import java.util.OptionalDouble;

/** Reads the upper bound of a classic bucket from its {@code le} label, as Go reads floats. */
final class BucketLabel {
    static final String NAME = "le";

    private BucketLabel() {}

    /** Returns the bound, or nothing where the text is no number. */
    static OptionalDouble parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String unsigned = lower.startsWith("+") || lower.startsWith("-") ? lower.substring(1) : lower;
        if (unsigned.equals("inf") || unsigned.equals("infinity")) {
            return OptionalDouble.of(lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        if (lower.equals("nan")) {
            return OptionalDouble.of(Double.NaN);
        }
        if (lower.isEmpty() || !isNumeric(lower)) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(lower));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** Java also reads type suffixes and surrounding blanks. */
    private static boolean isNumeric(String text) {
        char last = text.charAt(text.length() - 1);
        boolean hex = text.contains("0x");
        return text.indexOf(' ') < 0 && text.strip().length() == text.length() && (hex || (last != 'd' && last != 'f'));
    }
}
