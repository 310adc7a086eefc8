package io.dunlin.promql.parser;

import io.dunlin.promql.text.Durations;
import io.dunlin.promql.text.Quoting;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/** The values of number, duration and string tokens. */
final class Literals {
    private static final Pattern DECIMAL =
            Pattern.compile("([0-9](_?[0-9])*(\\.([0-9](_?[0-9])*)?)?|\\.[0-9](_?[0-9])*)([eE][+-]?[0-9](_?[0-9])*)?");

    private static final Pattern OCTAL = Pattern.compile("0[0-7]+");

    private static final Pattern HEXADECIMAL = Pattern.compile("0[xX](_?[0-9a-fA-F])+");

    private Literals() {}

    /**
     * Returns the value of a number token: decimal, {@code 0x} hexadecimal, octal with a leading zero, {@code inf} or
     * {@code nan}, with underscores between digits.
     *
     * @throws IllegalArgumentException in Prometheus's words, when the number is out of range
     */
    static double number(String text) {
        String plain = text.replace("_", "").toLowerCase(Locale.ROOT);
        if (plain.equals("inf")) {
            return Double.POSITIVE_INFINITY;
        }
        if (plain.equals("nan")) {
            return Double.NaN;
        }
        if (HEXADECIMAL.matcher(text).matches()) {
            return integer(text, plain.substring(2), 16);
        }
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException(numberFault(text, "invalid syntax"));
        }
        if (OCTAL.matcher(plain).matches()) {
            return octal(plain);
        }
        double value = Double.parseDouble(plain);
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException(numberFault(text, "value out of range"));
        }
        return value;
    }

    private static double integer(String text, String digits, int radix) {
        BigInteger value = new BigInteger(digits, radix);
        if (value.bitLength() > 63) {
            throw new IllegalArgumentException(numberFault(text, "invalid syntax"));
        }
        return value.longValue();
    }

    /** Reads an octal integer; one that does not fit a long is read as a decimal, as Prometheus does. */
    private static double octal(String digits) {
        BigInteger value = new BigInteger(digits, 8);
        return value.bitLength() > 63 ? Double.parseDouble(digits) : value.longValue();
    }

    static String numberFault(String text, String what) {
        return "error parsing number: strconv.ParseFloat: parsing " + Quoting.quote(text) + ": " + what;
    }

    /**
     * Returns the seconds of a duration token.
     *
     * @throws IllegalArgumentException in Prometheus's words, when units are unknown, out of order or too many
     */
    static double durationSeconds(String text) {
        return Durations.parseSeconds(text);
    }
}
