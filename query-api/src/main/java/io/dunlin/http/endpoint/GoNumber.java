package io.dunlin.http.endpoint;

import io.dunlin.tsdb.model.Quoting;
import java.util.regex.Pattern;

/** Numbers in parameters, with the messages that Go's {@code strconv} gives and clients show. */
final class GoNumber {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");

    private GoNumber() {}

    /** Returns whether a text is a decimal number; {@code Double.parseDouble} alone would take more. */
    static boolean looksDecimal(String text) {
        return DECIMAL.matcher(text).matches();
    }

    /**
     * Parses an integer.
     *
     * @throws IllegalArgumentException with Go's words when it is none
     */
    static long integer(String text) {
        if (!INTEGER.matcher(text).matches()) {
            throw new IllegalArgumentException("strconv.Atoi: parsing " + quote(text) + ": invalid syntax");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("strconv.Atoi: parsing " + quote(text) + ": value out of range", e);
        }
    }

    /**
     * Parses a truth value.
     *
     * @throws IllegalArgumentException with Go's words when it is none
     */
    static boolean bool(String text) {
        return switch (text) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default ->
                throw new IllegalArgumentException("strconv.ParseBool: parsing " + quote(text) + ": invalid syntax");
        };
    }

    static String quote(String text) {
        StringBuilder out = new StringBuilder();
        Quoting.appendQuoted(out, text);
        return out.toString();
    }
}
