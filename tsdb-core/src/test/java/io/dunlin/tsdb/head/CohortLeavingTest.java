package io.dunlin.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a cohort leaves: what its series that moved to the tenured table wrote before does not hold up those that idle. */
class CohortLeavingTest {
    private static final long START = 1_700_000_000_000L;
    private static final long COHORT = 100;
    private static final long TENURE = 200;
    private static final long IDLE = 100;
    private static final Labels ONCE = Labels.of("__name__", "once");
    private static final Labels STEADY = Labels.of("__name__", "steady");

    private final OffHeap offHeap = OffHeap.poisoning(64 << 20);
    private final Head head = Head.withoutLog(
            offHeap,
            HeadOptions.of(1_000_000)
                    .withClock(InstantSource.fixed(Instant.ofEpochMilli(START + 1_000_000)))
                    .withAges(CohortAges.ofMillis(COHORT, TENURE, IDLE)));

    @AfterEach
    void everythingIsFreed() {
        head.close();
        assertThat(offHeap.anonymousBytes()).isZero();
    }

    private void write(Labels series, long time) {
        write(head, series, time);
    }

    private static void write(Head head, Labels series, long time) {
        try (Appender appender = head.appender()) {
            appender.append(appender.series(series), START + time, time);
            appender.commit();
        }
    }

    private void writeSteady(long from, long to) {
        for (long time = from; time <= to; time += 10) {
            write(STEADY, time);
        }
    }

    @Test
    void leavesAsSoonAsItsLivingSeriesHaveMoved() {
        write(ONCE, 50);
        writeSteady(60, COHORT + TENURE - 10);
        assertThat(head.leave()).isEmpty();
        writeSteady(COHORT + TENURE, COHORT + TENURE);
        try (Leaving leaving = head.leave().orElseThrow()) {
            assertThat(leaving.minTime()).isEqualTo(START + 50);
            assertThat(leaving.maxTime()).isEqualTo(START + 50);
        }
    }

    @Test
    void leavesSoonerWhereMemoryIsScarce() {
        OffHeap small = OffHeap.poisoning(48 << 20);
        try (Head full = Head.withoutLog(
                small,
                HeadOptions.of(1_000_000)
                        .withClock(InstantSource.fixed(Instant.ofEpochMilli(START + 1_000_000)))
                        .withAges(CohortAges.ofMillis(COHORT, TENURE, IDLE)))) {
            write(full, STEADY, 0);
            long scarce = new MemoryCeiling(small).limit() / 2;
            for (int i = 0; small.anonymousBytes() < scarce + (scarce >> 2); i++) {
                try (Appender appender = full.appender()) {
                    for (int id = 0; id < 500; id++) {
                        Labels labels = Labels.of("__name__", "once", "id", i + "-" + id);
                        appender.append(appender.series(labels), START + 20, id);
                    }
                    appender.commit();
                }
            }
            long all = small.anonymousBytes();
            assertThat(full.leave()).as("none is idle").isEmpty();

            int left = 0;
            for (long time = 21; time < COHORT + TENURE; time++) {
                write(full, STEADY, time);
                for (Optional<Leaving> next = full.leave(); next.isPresent(); next = full.leave()) {
                    try (Leaving cohort = next.get()) {
                        assertThat(cohort.maxTime()).isEqualTo(START + 20);
                        left++;
                    }
                    full.left(next.get());
                }
            }
            assertThat(left).as("cohorts that ended for their number of series").isGreaterThan(1);
            assertThat(small.anonymousBytes()).isLessThan(all - (scarce >> 2));
        }
        assertThat(small.anonymousBytes()).isZero();
    }

    @Test
    void staysWhileOneOfItsSeriesIsNotIdle() {
        write(ONCE, 50);
        writeSteady(60, COHORT + TENURE);
        write(ONCE, COHORT + TENURE + 5);
        assertThat(head.leave()).isEmpty();
        writeSteady(COHORT + TENURE + 10, COHORT + TENURE + 5 + IDLE);
        assertThat(head.leave()).isEmpty();
        writeSteady(COHORT + TENURE + 10 + IDLE, COHORT + TENURE + 10 + 2 * IDLE);
        Optional<Leaving> moved = head.leave();
        assertThat(moved)
                .as("the series has moved, and its cohort has gone or leaves without it")
                .isEmpty();
    }
}
