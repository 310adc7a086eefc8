package io.dunlin.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.TsdbOptions;
import io.dunlin.tsdb.block.BlockSet;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.View;
import io.dunlin.tsdb.storage.WriteRejectedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The machine's clock jumps: time in the database is that of its samples, so nothing is lost, cut early or cut twice. */
@ExtendWith(NoMemoryLeak.class)
class ClockJumpTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final long STEP = 15_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final AtomicReference<Instant> clock = new AtomicReference<>(START);
    private final List<Long> written = new ArrayList<>();

    private Tsdb open() {
        return Tsdb.open(
                directory,
                TsdbOptions.DEFAULT
                        .withMinBlockDuration(Duration.ofMinutes(10))
                        .withCompactor(new BlockMerger())
                        .withClock(clock::get));
    }

    /** Writes a sample with the time of a sender whose clock is right. */
    private void write(Tsdb tsdb, long time) {
        try (Appender appender = tsdb.appender()) {
            appender.append(appender.series(Labels.of("__name__", "m")), time, (double) time);
            appender.commit();
        }
        written.add(time);
    }

    private long writeHour(Tsdb tsdb, long from, Duration clockError) {
        long time = from;
        for (; time < from + Duration.ofHours(1).toMillis(); time += STEP) {
            clock.set(Instant.ofEpochMilli(time).plus(clockError));
            write(tsdb, time);
        }
        return time;
    }

    private void check(Tsdb tsdb) {
        try (View view = tsdb.view()) {
            SeriesSet set = view.querier(0, Long.MAX_VALUE).select(SelectHints.NONE, List.of());
            SampleBuffer samples = new SampleBuffer();
            set.reader().read(0, samples);
            List<Long> found = new ArrayList<>();
            for (int i = 0; i < samples.size(); i++) {
                found.add(samples.times()[i]);
            }
            assertThat(found).isEqualTo(written);
        }
    }

    private static void awaitBlocks(Tsdb tsdb, int wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (blocks(tsdb) < wanted) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static int blocks(Tsdb tsdb) {
        try (BlockSet set = tsdb.blocks().catalog().acquire()) {
            return set.blocks().size();
        }
    }

    @Test
    void takesTheRightTimesWhileTheClockIsADayAhead() throws IOException {
        try (Tsdb tsdb = open()) {
            long time = writeHour(tsdb, START.toEpochMilli(), Duration.ZERO);
            time = writeHour(tsdb, time, Duration.ofDays(1));
            writeHour(tsdb, time, Duration.ZERO);
            awaitBlocks(tsdb, 16);
            check(tsdb);
            assertThat(blocks(tsdb)).isLessThanOrEqualTo(18);
        }
        clock.set(clock.get().plus(Duration.ofDays(1)));
        try (Tsdb again = open()) {
            check(again);
        }
    }

    /** Right times then lie an hour ahead of the clock: they are refused in words, and taken when the clock is right. */
    @Test
    void refusesTimesFarAheadOfAClockThatJumpedBackAndLosesNothing() throws IOException {
        try (Tsdb tsdb = open()) {
            long time = writeHour(tsdb, START.toEpochMilli(), Duration.ZERO);
            clock.set(Instant.ofEpochMilli(time).minus(Duration.ofHours(1)));
            assertThatThrownBy(() -> write(tsdb, time))
                    .isInstanceOf(WriteRejectedException.class)
                    .hasMessageContaining("10 minutes ahead of the clock");
            check(tsdb);
            writeHour(tsdb, time, Duration.ZERO);
            awaitBlocks(tsdb, 10);
            check(tsdb);
        }
        clock.set(clock.get().minus(Duration.ofHours(1)));
        try (Tsdb again = open()) {
            check(again);
        }
    }
}
