package io.dunlin.promql.text;

import java.util.Map;

/** Reads and writes durations like {@code 1h30m}. A year has 365 days, a week 7, a day 24 hours. */
public final class Durations {
    /** Nanoseconds of each unit, largest first where they are written. */
    private static final Map<String, Unit> UNITS = Map.of(
            "y", new Unit(1, 365L * 24 * 3600 * 1_000_000_000),
            "w", new Unit(2, 7L * 24 * 3600 * 1_000_000_000),
            "d", new Unit(3, 24L * 3600 * 1_000_000_000),
            "h", new Unit(4, 3600L * 1_000_000_000),
            "m", new Unit(5, 60L * 1_000_000_000),
            "s", new Unit(6, 1_000_000_000),
            "ms", new Unit(7, 1_000_000));

    private static final String[] WRITTEN_UNITS = {"y", "w", "d", "h", "m", "s", "ms"};

    private record Unit(int order, long nanos) {}

    private Durations() {}

    /**
     * Returns the duration in seconds.
     *
     * @throws IllegalArgumentException in Prometheus's words, when the text is no duration
     */
    public static double parseSeconds(String text) {
        long nanos = 0;
        int lastOrder = 0;
        int at = 0;
        while (at < text.length()) {
            int unitStart = skip(text, at, true);
            int unitEnd = skip(text, unitStart, false);
            if (unitStart == at || unitEnd == unitStart) {
                throw invalid(text);
            }
            String symbol = text.substring(unitStart, unitEnd);
            Unit unit = UNITS.get(symbol);
            if (unit == null) {
                throw new IllegalArgumentException(
                        "unknown unit " + Quoting.quote(symbol) + " in duration " + Quoting.quote(text));
            }
            if (unit.order <= lastOrder) {
                throw invalid(text);
            }
            lastOrder = unit.order;
            nanos = addExact(nanos, count(text, at, unitStart), unit.nanos);
            at = unitEnd;
        }
        return seconds(nanos);
    }

    /** Divides as Go's {@code Duration.Seconds}: whole seconds and the rest apart. */
    private static double seconds(long nanos) {
        long whole = nanos / 1_000_000_000L;
        return whole + nanos % 1_000_000_000L / 1e9;
    }

    private static int skip(String text, int from, boolean digits) {
        int at = from;
        while (at < text.length() && (text.charAt(at) >= '0' && text.charAt(at) <= '9') == digits) {
            at++;
        }
        return at;
    }

    private static long count(String text, int from, int to) {
        try {
            return Long.parseUnsignedLong(text.substring(from, to));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a valid duration string: " + Quoting.quote(text), e);
        }
    }

    private static long addExact(long nanos, long count, long unit) {
        try {
            return Math.addExact(nanos, Math.multiplyExact(count, unit));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("duration out of range", e);
        }
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException("not a valid duration string: " + Quoting.quote(text));
    }

    /**
     * Returns a duration of milliseconds in its usual form. Years and weeks are used only when nothing remains, as 90d
     * reads better than 12w6d.
     */
    public static String format(long millis) {
        if (millis == 0) {
            return "0s";
        }
        StringBuilder out = new StringBuilder(millis < 0 ? "-" : "");
        long rest = Math.abs(millis);
        for (String symbol : WRITTEN_UNITS) {
            Unit unit = UNITS.get(symbol);
            long size = unit.nanos / 1_000_000;
            boolean skipped = unit.order <= 2 && rest % size != 0;
            if (!skipped && rest >= size) {
                out.append(rest / size).append(symbol);
                rest %= size;
            }
        }
        return out.toString();
    }
}
