package io.dunlin.compaction;

import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.TsdbOptions;
import io.dunlin.tsdb.head.CohortAges;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A process that writes until it is killed: request {@code n} has the value {@code n} for some steady series and one series
 * of its own. It prints each number when the request is acknowledged.
 */
final class KilledWriter {
    static final long STEP = 100;
    static final long START = 1_700_000_000_000L;
    static final int STEADY = 20;

    private KilledWriter() {}

    static TsdbOptions options() {
        return TsdbOptions.DEFAULT
                .withMinBlockDuration(Duration.ofSeconds(10))
                .withCompactor(new BlockMerger())
                .withAges(new CohortAges(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withClock(InstantSource.fixed(Instant.ofEpochMilli(START).plus(Duration.ofDays(1))));
    }

    static Labels steady(int series) {
        return Labels.of("__name__", "steady", "series", Integer.toString(series));
    }

    static Labels once(long request) {
        return Labels.of("__name__", "once", "request", Long.toString(request));
    }

    static long time(long request) {
        return START + request * STEP;
    }

    /** Arguments: the directory, and the number of the first request. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        try (Tsdb tsdb = Tsdb.open(Path.of(arguments[0]), options())) {
            for (long request = Long.parseLong(arguments[1]); ; request++) {
                try (Appender appender = tsdb.appender()) {
                    for (int s = 0; s < STEADY; s++) {
                        appender.append(appender.series(steady(s)), time(request), (double) request);
                    }
                    appender.append(appender.series(once(request)), time(request), (double) request);
                    appender.commit();
                }
                out.println(request);
            }
        }
    }
}
