package io.dunlin.http.endpoint;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Times of the API: Unix seconds with a fraction, or RFC 3339. Inside, all times are Unix milliseconds. */
final class ApiTime {
    /** The time that stands for the beginning, Prometheus's {@code MinTime}. */
    static final long MIN = -9_223_309_901_257_974_000L;

    /** The time that stands for the end, Prometheus's {@code MaxTime}. */
    static final long MAX = 9_223_309_901_257_974_999L;

    /** What client_golang sends for the two; their years are too long for RFC 3339. */
    private static final String MIN_TEXT = "-292273086-05-16T16:47:06Z";

    private static final String MAX_TEXT = "292277025-08-18T07:12:54.999999999Z";
    private static final double MILLIS = 1000;

    private ApiTime() {}

    /**
     * Parses a time, rounded to milliseconds.
     *
     * @throws IllegalArgumentException when it is neither form; the message is for the client
     */
    static long parse(String text) {
        if (GoNumber.looksDecimal(text)) {
            return ofSeconds(Double.parseDouble(text));
        }
        if (text.equals(MIN_TEXT)) {
            return MIN;
        }
        if (text.equals(MAX_TEXT)) {
            return MAX;
        }
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("cannot parse " + GoNumber.quote(text) + " to a valid timestamp", e);
        }
    }

    /** Very large numbers are legal and saturate: Grafana sends milliseconds where seconds are meant. */
    private static long ofSeconds(double seconds) {
        double whole = seconds < 0 ? Math.ceil(seconds) : Math.floor(seconds);
        long fraction = Math.round((seconds - whole) * MILLIS);
        double millis = whole * MILLIS;
        if (Math.abs(millis) < 0x1p53) {
            return (long) millis + fraction;
        }
        return Math.max(MIN, Math.min(MAX, (long) millis));
    }

    /** Prints a time of the API's status answers. */
    static String print(Instant time) {
        return time.toString();
    }
}
