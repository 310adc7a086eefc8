package io.dunlin.http.endpoint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations of the API: seconds with a fraction, or Prometheus's form such as {@code 1h30m}. */
final class ApiDuration {
    private static final Pattern FORM =
            Pattern.compile("(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
    private static final long SECOND = 1000;
    private static final long DAY = 24 * 3600 * SECOND;
    private static final long[] UNITS = {365 * DAY, 7 * DAY, DAY, 3600 * SECOND, 60 * SECOND, SECOND, 1};
    private static final double NANOS = 1e9;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private ApiDuration() {}

    /**
     * Parses a duration into milliseconds, cut off below.
     *
     * @throws IllegalArgumentException when it is neither form or too long; the message is for the client
     */
    static long parse(String text) {
        if (GoNumber.looksDecimal(text)) {
            double nanos = Double.parseDouble(text) * NANOS;
            if (Math.abs(nanos) > Long.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "cannot parse " + GoNumber.quote(text) + " to a valid duration. It overflows int64");
            }
            return (long) nanos / NANOS_PER_MILLI;
        }
        Matcher matcher = FORM.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw invalid(text);
        }
        try {
            return sum(matcher);
        } catch (ArithmeticException | NumberFormatException e) {
            throw invalid(text);
        }
    }

    private static long sum(Matcher matcher) {
        long total = 0;
        for (int i = 0; i < UNITS.length; i++) {
            String count = matcher.group(i + 1);
            if (count != null) {
                total = Math.addExact(total, Math.multiplyExact(Long.parseLong(count), UNITS[i]));
            }
        }
        Math.multiplyExact(total, NANOS_PER_MILLI);
        return total;
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException("cannot parse " + GoNumber.quote(text) + " to a valid duration");
    }
}
