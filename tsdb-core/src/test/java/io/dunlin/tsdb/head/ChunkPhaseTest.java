package io.dunlin.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Series that all begin with one scrape. */
class ChunkPhaseTest {
    private static final long EPOCH = 7_200_000;
    private static final long INTERVAL = 15_000;
    private static final int STEPS = (int) (EPOCH / INTERVAL);
    private static final long START = 1_700_000_000_000L / EPOCH * EPOCH;
    private static final int SERIES = 2_000;

    private final OffHeap offHeap = OffHeap.poisoning(1L << 30);
    private final Head head = Head.withoutLog(
            offHeap, HeadOptions.of(EPOCH).withClock(InstantSource.fixed(Instant.ofEpochMilli(START + 2 * EPOCH))));
    private final List<Labels> labels = new ArrayList<>();

    ChunkPhaseTest() {
        for (int i = 0; i < SERIES; i++) {
            labels.add(Labels.of("__name__", "x", "id", Integer.toString(i)));
        }
    }

    @AfterEach
    void everythingIsFreed() {
        head.close();
        assertThat(offHeap.anonymousBytes()).isZero();
    }

    private void scrape(int step) {
        try (Appender appender = head.appender()) {
            for (int i = 0; i < SERIES; i++) {
                appender.append(appender.series(labels.get(i)), START + step * INTERVAL, i + step);
            }
            appender.commit();
        }
    }

    private long chunks() {
        try (HeadView view = head.view()) {
            return view.statistics(1).chunks();
        }
    }

    @Test
    void shouldNotBeginNewChunksTogether() {
        long before = 0;
        for (int step = 0; step < 2 * STEPS; step++) {
            scrape(step);
            long now = chunks();
            if (step % STEPS == 0) {
                assertThat(now - before).as("all begin a chunk with an epoch").isEqualTo(SERIES);
            } else {
                assertThat(now - before).as("chunks begun at step " + step).isLessThan(SERIES / 10);
            }
            before = now;
        }
        assertThat(before)
                .as("chunks of two epochs: a short one before those of 120")
                .isBetween(2L * 4 * SERIES, 2L * 5 * SERIES);
    }
}
