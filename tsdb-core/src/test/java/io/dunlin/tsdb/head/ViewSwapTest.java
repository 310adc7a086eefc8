package io.dunlin.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.query.MergedView;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.StartRule;
import io.dunlin.tsdb.storage.View;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Queries while the view is exchanged a thousand times and what leaves it is overwritten before it is freed: whoever reads
 * memory that is no longer his finds values and labels that nobody wrote.
 */
@ExtendWith(NoMemoryLeak.class)
class ViewSwapTest {
    private static final int SWAPS = 1_000;
    private static final int READERS = 2;
    private static final int STEADY = 3;

    /** How far the writer may run ahead of the oldest reader: each epoch that one still sees has a buffer. */
    private static final int SWAPS_AHEAD = 10;

    private static final long START = 200_000_000_000L;
    private static final long STEP = 10;

    private final AtomicBoolean done = new AtomicBoolean();

    /** For each reader, a permit whenever it has closed a view. */
    private final List<Semaphore> closedViews =
            IntStream.range(0, READERS).mapToObj(any -> new Semaphore(0)).toList();

    private final HeadOptions options = HeadOptions.of(100)
            .withClock(InstantSource.fixed(Instant.ofEpochMilli(START + 86_400_000)))
            .withAges(CohortAges.ofMillis(50, 60, 40));

    @Test
    void readersSeeNothingThatWasFreed() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(READERS);
        try (Head head = Head.withoutLog(OffHeap.poisoning(256 << 20), options)) {
            List<? extends Future<?>> readers = closedViews.stream()
                    .map(closed -> threads.submit(() -> readAll(head, closed)))
                    .toList();
            int swaps = 0;
            int seen = 0;
            for (int request = 0; swaps < SWAPS && readers.stream().noneMatch(Future::isDone); request++) {
                write(head, request);
                swaps += swapAll(head);
                if (swaps - seen >= SWAPS_AHEAD) {
                    awaitReaders();
                    seen = swaps;
                }
            }
            done.set(true);
            for (Future<?> reader : readers) {
                reader.get();
            }
        } finally {
            done.set(true);
            threads.shutdown();
        }
    }

    /** Waits until every reader has closed the view that it has now. */
    private void awaitReaders() throws InterruptedException {
        for (Semaphore closed : closedViews) {
            closed.drainPermits();
        }
        for (Semaphore closed : closedViews) {
            if (!closed.tryAcquire(30, TimeUnit.SECONDS)) {
                return;
            }
        }
    }

    private static void write(Head head, int request) {
        try (Appender appender = head.appender()) {
            for (int s = 0; s < STEADY; s++) {
                append(appender, Labels.of("__name__", "steady", "id", Integer.toString(s)), request);
            }
            append(appender, Labels.of("__name__", "once", "id", Integer.toString(request)), request);
            appender.commit();
        }
    }

    private static void append(Appender appender, Labels labels, int request) {
        long time = START + request * STEP;
        long start = StartRule.of(Integer.parseInt(labels.get("id")), time);
        appender.append(appender.series(labels), start, time, request);
    }

    /** Lets go whatever may go; each time the view is another. */
    private static int swapAll(Head head) {
        int swaps = 0;
        for (OptionalInt due = head.dueEpoch(); due.isPresent(); due = head.dueEpoch()) {
            try (SeriesSource source = head.freeze(due.getAsInt())) {
                assertThat(source.symbols().next()).isTrue();
            }
            head.release(due.getAsInt());
            swaps++;
        }
        for (Optional<Leaving> next = head.leave(); next.isPresent(); next = head.leave()) {
            try (Leaving cohort = next.get()) {
                assertThat(cohort.minTime()).isLessThanOrEqualTo(cohort.maxTime());
                head.left(cohort);
            }
            swaps++;
        }
        return swaps;
    }

    private void readAll(Head head, Semaphore closed) {
        SampleBuffer samples = new SampleBuffer();
        while (!done.get()) {
            try (View view = new MergedView(head.view(), List.of())) {
                for (String name : new String[] {"steady", "once"}) {
                    SeriesSet set = view.querier(Long.MIN_VALUE, Long.MAX_VALUE)
                            .select(SelectHints.SORTED, List.of(LabelMatcher.equal("__name__", name)));
                    for (int i = 0; i < set.size(); i++) {
                        samples.clear();
                        set.reader().read(i, samples);
                        check(set.labels(i), name, samples);
                    }
                }
            }
            closed.release();
        }
    }

    private static void check(Labels labels, String name, SampleBuffer samples) {
        assertThat(labels.size()).isEqualTo(2);
        assertThat(labels.get("__name__")).isEqualTo(name);
        StartRule.check(Integer.parseInt(labels.get("id")), samples);
        for (int k = 0; k < samples.size(); k++) {
            assertThat(samples.times()[k]).isEqualTo(START + ((long) samples.values()[k]) * STEP);
        }
        if (name.equals("once") && samples.size() > 0) {
            assertThat(samples.size()).isEqualTo(1);
            assertThat(labels.get("id")).isEqualTo(Long.toString((long) samples.values()[0]));
        }
    }
}
