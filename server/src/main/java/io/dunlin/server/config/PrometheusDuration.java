package io.dunlin.server.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Prometheus writes them: {@code 15s}, {@code 1h30m}, {@code 15d}; units from large to small, each once. */
public final class PrometheusDuration {
    private static final Pattern SHAPE =
            Pattern.compile("(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
    private static final long[] UNIT_MILLIS = {
        31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L
    };

    private PrometheusDuration() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException when the text is none, or one of more than 292 million years
     */
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = SHAPE.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw new IllegalArgumentException(
                    "not a valid duration string: \"" + text + "\" (expected, for example, 30s, 5m, 2h or 15d)");
        }
        try {
            long millis = 0;
            for (int unit = 0; unit < UNIT_MILLIS.length; unit++) {
                String count = matcher.group(unit + 1);
                if (count != null) {
                    millis = Math.addExact(millis, Math.multiplyExact(Long.parseLong(count), UNIT_MILLIS[unit]));
                }
            }
            return Duration.ofMillis(millis);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("duration out of range: \"" + text + "\"", e);
        }
    }

    /** Prints a duration of whole milliseconds in the form that {@link #parse} reads. */
    public static String format(Duration duration) {
        long left = duration.toMillis();
        if (left == 0) {
            return "0s";
        }
        String[] units = {"y", "w", "d", "h", "m", "s", "ms"};
        StringBuilder text = new StringBuilder();
        for (int unit = 0; unit < units.length; unit++) {
            // As Prometheus prints them: years and weeks only where nothing is left over.
            boolean whole = unit > 1 || left % UNIT_MILLIS[unit] == 0;
            long count = whole ? left / UNIT_MILLIS[unit] : 0;
            if (count > 0) {
                text.append(String.format(Locale.ROOT, "%d%s", count, units[unit]));
                left -= count * UNIT_MILLIS[unit];
            }
        }
        return text.toString();
    }
}
