package io.dunlin.server.differential;

import java.util.regex.Pattern;

/** The part of error messages that is the same each time Prometheus is asked. */
final class ErrorWords {
    /** Prometheus names the pair of series that it met first, in an order that it does not promise. */
    private static final Pattern SERIES = Pattern.compile("\\{[^{}]*\\}");

    private ErrorWords() {}

    static String stable(String message) {
        return SERIES.matcher(message).replaceAll("{…}").replaceFirst("^invalid parameter \"query\": ", "");
    }
}
