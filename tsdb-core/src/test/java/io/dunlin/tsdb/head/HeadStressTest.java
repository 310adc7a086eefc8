package io.dunlin.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.query.MergedView;
import io.dunlin.tsdb.query.NewestRule;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.StartRule;
import io.dunlin.tsdb.storage.View;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Writers, readers and cuts at once: a view shows whole requests, and the same ones every time it is asked. */
@ExtendWith(NoMemoryLeak.class)
class HeadStressTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final int WRITERS = 3;
    private static final int SERIES = 8;
    private static final int REQUESTS = 2_000;
    private static final long STEP = 10;

    /** How many requests a writer may be ahead: less than the idle time, so that a cohort with a slow writer's series stays. */
    private static final int LEAD = 10;

    private static final long IDLE = 150;
    private static final long EPOCH = 2_000;

    private final HeadOptions options = HeadOptions.of(EPOCH)
            .withClock(InstantSource.fixed(Instant.ofEpochMilli(NOW)))
            .withAges(CohortAges.ofMillis(200, 300, IDLE));
    private final AtomicLongArray acknowledged = new AtomicLongArray(WRITERS);
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicBoolean done = new AtomicBoolean();

    @Test
    void shouldShowWholeRequestsBesideWritersAndCuts() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Head head = Head.withoutLog(OffHeap.poisoning(1L << 30), options)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                int writer = w;
                writers.add(threads.submit(() -> write(head, writer)));
            }
            List<Future<?>> others = List.of(
                    threads.submit(() -> readAll(head)),
                    threads.submit(() -> readAll(head)),
                    threads.submit(() -> cutAll(head)));
            awaitAll(writers);
            done.set(true);
            awaitAll(others);
            assertThat(head.dueEpoch()).isEmpty();
            assertThat(left.get()).isPositive();
        } finally {
            done.set(true);
            threads.shutdown();
        }
    }

    private static View view(Head head) {
        return new MergedView(head.view(), List.of());
    }

    private static void awaitAll(List<Future<?>> futures) throws ExecutionException, InterruptedException {
        for (Future<?> future : futures) {
            future.get();
        }
    }

    /** All writers go through the same data time, so none falls out of the writable range, and none counts as idle. */
    private void write(Head head, int writer) {
        for (int i = 0; i < REQUESTS; i++) {
            while (i > slowest() + LEAD) {
                Thread.onSpinWait();
            }
            try (Appender appender = head.appender()) {
                for (int s = 0; s < SERIES; s++) {
                    Labels labels = Labels.of("__name__", "m", "writer", "" + writer, "s", "" + s);
                    appender.append(appender.series(labels), StartRule.of(s, time(i)), time(i), i);
                }
                if (i % 3 == 0) {
                    Labels once = Labels.of("__name__", "once", "writer", "" + writer, "id", "" + i);
                    appender.append(appender.series(once), time(i), i);
                }
                appender.commit();
            }
            acknowledged.set(writer, i + 1);
        }
    }

    private long slowest() {
        long slowest = Long.MAX_VALUE;
        for (int w = 0; w < WRITERS; w++) {
            slowest = Math.min(slowest, acknowledged.get(w));
        }
        return slowest;
    }

    private static long time(long request) {
        return NOW - REQUESTS * STEP + request * STEP;
    }

    private void cutAll(Head head) {
        while (!done.get() || head.dueEpoch().isPresent()) {
            OptionalInt due = head.dueEpoch();
            if (due.isPresent()) {
                try (SeriesSource source = head.freeze(due.getAsInt())) {
                    assertThat(source.symbols().next()).isTrue();
                }
                head.release(due.getAsInt());
            }
            Optional<Leaving> leaving = head.leave();
            if (leaving.isPresent()) {
                try (Leaving cohort = leaving.get()) {
                    assertThat(cohort.minTime()).isLessThanOrEqualTo(cohort.maxTime());
                    assertThat(cohort.source().symbols().next()).isTrue();
                }
                head.left(leaving.get());
                left.incrementAndGet();
            }
        }
    }

    private void readAll(Head head) {
        while (!done.get()) {
            long[] before = new long[WRITERS];
            Arrays.setAll(before, acknowledged::get);
            try (View view = view(head)) {
                for (int w = 0; w < WRITERS; w++) {
                    List<String> first = readWriter(view, w, before[w]);
                    assertThat(readWriter(view, w, before[w])).isEqualTo(first);
                }
            }
        }
    }

    /** Checks that all series of a writer say the same, without a gap, up to what was acknowledged at least. */
    private static List<String> readWriter(View view, int writer, long acknowledged) {
        SeriesSet set = view.querier(Long.MIN_VALUE, Long.MAX_VALUE)
                .select(
                        SelectHints.SORTED,
                        List.of(LabelMatcher.equal("__name__", "m"), LabelMatcher.equal("writer", "" + writer)));
        List<String> all = new ArrayList<>();
        SampleBuffer samples = new SampleBuffer();
        for (int i = 0; i < set.size(); i++) {
            samples.clear();
            set.reader().read(i, samples);
            NewestRule.check(set, i, samples);
            StartRule.check(Integer.parseInt(set.labels(i).get("s")), samples);
            for (int k = 1; k < samples.size(); k++) {
                assertThat(samples.times()[k] - samples.times()[k - 1]).isEqualTo(STEP);
            }
            int last = samples.size() - 1;
            assertThat(samples.size()).isPositive();
            assertThat(samples.times()[last]).isEqualTo(time((long) samples.values()[last]));
            assertThat(samples.values()[last]).isGreaterThanOrEqualTo(acknowledged - 1.0);
            all.add(samples.times()[0] + ".." + samples.times()[last] + "=" + samples.values()[last]);
        }
        assertThat(set.size()).isIn(0, SERIES);
        assertThat(all.stream().distinct()).hasSizeLessThanOrEqualTo(1);
        assertThat(set.size() == 0 && acknowledged > 0).isFalse();
        return all;
    }
}
