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
