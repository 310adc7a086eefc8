package io.dunlin.server.tsdb;

import java.util.Locale;

/** Durations as Go prints them: {@code 2h0m0s}, {@code 1m30.5s}, {@code 250ms}. */
final class GoDuration {
    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private GoDuration() {}

    /** Returns the text for a number of milliseconds. */
    static String text(long millis) {
        if (millis < SECOND) {
            return millis == 0 ? "0s" : millis + "ms";
        }
        StringBuilder text = new StringBuilder();
        if (millis >= HOUR) {
            text.append(millis / HOUR).append('h');
        }
        if (millis >= MINUTE) {
            text.append(millis % HOUR / MINUTE).append('m');
        }
        text.append(millis % MINUTE / SECOND);
        long fraction = millis % SECOND;
        if (fraction > 0) {
            text.append('.').append(String.format(Locale.ROOT, "%03d", fraction).replaceAll("0+$", ""));
        }
        return text.append('s').toString();
    }
}
