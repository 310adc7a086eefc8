package io.dunlin.promql.promqltest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations such as {@code 1h30m}, {@code 500ms} and {@code 0}. */
final class Durations {
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
    private static final long[] UNIT_MILLIS = {
        31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1000L, 1L
    };

    private Durations() {}

    /** Returns the duration in milliseconds. */
    static long parse(String text, int line) {
        if (text.equals("0")) {
            return 0;
        }
        Matcher matcher = DURATION.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw new ScriptException(line, "not a valid duration string: \"" + text + "\"");
        }
        long millis = 0;
        for (int unit = 0; unit < UNIT_MILLIS.length; unit++) {
            if (matcher.group(unit + 1) != null) {
                millis += Long.parseLong(matcher.group(unit + 1)) * UNIT_MILLIS[unit];
            }
        }
        return millis;
    }
}
