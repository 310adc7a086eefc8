package io.dunlin.http;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The Date header, formatted once a second. */
final class HttpDate {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Clock CLOCK = Clock.systemUTC();

    private record Cached(long second, String text) {}

    private static volatile Cached cached = new Cached(-1, "");

    private HttpDate() {}

    static String now() {
        Instant instant = CLOCK.instant();
        Cached last = cached;
        if (last.second != instant.getEpochSecond()) {
            last = new Cached(instant.getEpochSecond(), FORMAT.format(instant));
            cached = last;
        }
        return last.text;
    }
}
