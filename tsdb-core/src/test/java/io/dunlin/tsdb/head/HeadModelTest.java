package io.dunlin.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.block.ChunkSamples;
import io.dunlin.tsdb.block.SeriesCursor;
import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.block.SymbolCursor;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.log.LogContents;
import io.dunlin.tsdb.log.LogOptions;
import io.dunlin.tsdb.log.LogReader;
import io.dunlin.tsdb.log.LogWriter;
import io.dunlin.tsdb.log.SyncPolicy;
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
import io.dunlin.tsdb.storage.WriteRejectedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** A head with its log does what a map of maps does, through deletions, cuts, checkpoints, reopenings and old views. */
class HeadModelTest {
    private static final long START = 1_700_000_000_000L;
    private static final long EPOCH = 10_000;

    /** One thing done to the head. */
    interface Step {
        void on(Subject subject) throws IOException;
    }

    @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
    void shouldAnswerAsTheModel(@ForAll("steps") List<Step> steps) throws IOException {
        Path directory = Files.createTempDirectory("head-model");
        try (Subject subject = new Subject(directory)) {
            for (Step step : steps) {
                step.on(subject);
            }
            subject.check();
        } finally {
            Disk.system().deleteTree(directory);
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<List<Integer>> series =
                Arbitraries.integers().between(0, 30).list().uniqueElements().ofMaxSize(12);
        Arbitrary<Integer> times = Arbitraries.integers().between(1, 1500);
        Arbitrary<Integer> repetitions = Arbitraries.of(1, 1, 1, 3, 150);
        Arbitrary<Step> write = Combinators.combine(series, times, repetitions)
                .as((which, ahead, count) -> subject -> subject.write(which, ahead, count));
        Arbitrary<Step> old = times.map(back -> subject -> subject.writeOld(back));
        Arbitrary<Step> deletion = Combinators.combine(
                        Arbitraries.of("s", "parity"), Arbitraries.integers().between(0, 30), times, times)
                .as((name, value, back, length) -> subject -> subject.delete(name, value, back, length));
        Arbitrary<Step> others = Arbitraries.of(
                Subject::openView,
                Subject::checkOldView,
                Subject::copyAll,
                Subject::cut,
                Subject::checkpoint,
                Subject::reopen,
                Subject::check);
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(6, write),
                        net.jqwik.api.Tuple.of(1, old),
                        net.jqwik.api.Tuple.of(1, deletion),
                        net.jqwik.api.Tuple.of(5, others))
                .list()
                .ofMinSize(5)
                .ofMaxSize(60);
    }

    private record OldView(View view, Map<Labels, Map<Long, Double>> expected) {}

    /** The head, its log, and the model. */
    static final class Subject implements AutoCloseable {
        private final Path log;
        private final Path chunks;
        private final Checkpoints checkpoints;
        private final OffHeap offHeap = OffHeap.poisoning(1L << 30);
        private final List<OldView> oldViews = new ArrayList<>();
        private final Map<Labels, Map<Long, Double>> model = new TreeMap<>();

        /** As the model, with what was deleted: a deleted sample is still the newest of its series. */
        private final Map<Labels, Map<Long, Double>> written = new TreeMap<>();

        private long now = START;
        private LogWriter writer;
        private Head head;

        Subject(Path directory) throws IOException {
            log = Files.createDirectory(directory.resolve("log"));
            chunks = Files.createDirectory(directory.resolve("head-chunks"));
            checkpoints = new Checkpoints(Disk.system(), Files.createDirectory(directory.resolve("checkpoint")));
            open();
        }

        private void open() throws IOException {
            HeadOptions options = HeadOptions.of(EPOCH)
                    .withClock(InstantSource.fixed(Instant.ofEpochMilli(START + 86_400_000)))
                    .withAges(CohortAges.ofMillis(1_000, 2_000, 1_500));
            HeadRecovery recovery =
                    new HeadRecovery(offHeap, options, new ChunkFiles(Disk.system(), chunks), block -> false);
            long after = recovery.restore(checkpoints);
            LogContents contents = LogReader.replay(Disk.system(), log, offHeap, after, recovery);
            assertThat(contents.damages()).isEmpty();
            assertThat(recovery.orphans()).isZero();
            LogOptions options1 = LogOptions.DEFAULT.with(SyncPolicy.NEVER);
            writer = LogWriter.open(Disk.system(), log, options1, offHeap, contents);
            head = recovery.start(writer);
        }

        void write(List<Integer> which, int ahead, int count) {
            for (int i = 0; i < count; i++) {
                now += ahead;
                try (Appender appender = head.appender()) {
                    for (int s : which) {
                        Labels labels = Labels.of("__name__", "m", "s", "" + s, "parity", "" + s % 2);
                        appender.append(appender.series(labels), StartRule.of(s, now), now, (double) now * s);
                        model.computeIfAbsent(labels, any -> new TreeMap<>()).put(now, (double) now * s);
                        written.computeIfAbsent(labels, any -> new TreeMap<>()).put(now, (double) now * s);
                    }
                    appender.commit();
                }
            }
        }

        /** Samples that are not the newest are refused, or are the same once more. */
        void writeOld(int back) {
            for (Labels labels : List.copyOf(written.keySet())) {
                long newest =
                        written.get(labels).keySet().stream().max(Long::compare).orElseThrow();
                try (Appender appender = head.appender()) {
                    appender.append(
                            appender.series(labels), newest, written.get(labels).get(newest));
                    appender.commit();
                    assertThat(newest).isGreaterThanOrEqualTo(head.oldestWritableTime());
                } catch (WriteRejectedException e) {
                    assertThat(newest).isLessThan(head.oldestWritableTime());
                }
                try (Appender appender = head.appender()) {
                    long series = appender.series(labels);
                    org.assertj.core.api.Assertions.assertThatThrownBy(() -> appender.append(series, newest - back, 1))
                            .isInstanceOf(WriteRejectedException.class);
                }
            }
        }

        void delete(String name, int value, int back, int length) {
            long from = now - 10L * back;
            long to = from + length;
            head.delete(from, to, List.of(LabelMatcher.equal(name, "" + value)));
            model.forEach((labels, samples) -> {
                if (labels.get(name).equals("" + value)) {
                    samples.keySet().removeIf(time -> from <= time && time <= to);
                }
            });
            model.values().removeIf(Map::isEmpty);
            check();
        }

        /** All sources of a copy together have what a view shows. */
        void copyAll() {
            Map<Labels, Map<Long, Double>> found = new TreeMap<>();
            for (SeriesSource source : head.everything()) {
                try (source) {
                    found.putAll(read(source));
                }
            }
            assertThat(found).isEqualTo(model);
        }

        void openView() {
            if (oldViews.size() < 3) {
                oldViews.add(new OldView(view(head), copy()));
            }
        }

        void checkOldView() {
            if (!oldViews.isEmpty()) {
                OldView old = oldViews.get(0);
                assertThat(read(old.view)).isEqualTo(old.expected);
                old.view.close();
                oldViews.remove(0);
            }
        }

        void cut() {
            OptionalInt due = head.dueEpoch();
            if (due.isEmpty()) {
                return;
            }
            long end = head.epochStart(due.getAsInt()) + EPOCH;
            try (SeriesSource source = head.freeze(due.getAsInt())) {
                check();
                Map<Labels, Map<Long, Double>> finished = copy();
                dropTimes(finished, time -> time >= end);
                assertThat(read(source)).isEqualTo(finished);
            }
            head.release(due.getAsInt());
            dropTimes(model, time -> time < end);
            dropTimes(written, time -> time < end);
        }

        private static void dropTimes(Map<Labels, Map<Long, Double>> from, Predicate<Long> dropped) {
            from.values().forEach(samples -> samples.keySet().removeIf(dropped));
            from.values().removeIf(Map::isEmpty);
        }

        private static Map<Labels, Map<Long, Double>> read(SeriesSource source) {
            List<String> symbols = new ArrayList<>();
            try (SymbolCursor cursor = source.symbols()) {
                while (cursor.next()) {
                    symbols.add(new String(cursor.bytes(), 0, cursor.length(), StandardCharsets.UTF_8));
                }
            }
            Map<Labels, Map<Long, Double>> found = new TreeMap<>();
            ChunkSamples decoder = new ChunkSamples();
            try (SeriesCursor cursor = source.series()) {
                while (cursor.next()) {
                    String[] labels = new String[2 * cursor.labelCount()];
                    for (int i = 0; i < cursor.labelCount(); i++) {
                        labels[2 * i] = symbols.get(cursor.nameSymbol(i));
                        labels[2 * i + 1] = symbols.get(cursor.valueSymbol(i));
                    }
                    SampleBuffer samples = new SampleBuffer();
                    while (cursor.nextChunk()) {
                        decoder.append(cursor.chunk(), Long.MIN_VALUE, Long.MAX_VALUE, samples);
                    }
                    StartRule.check(Integer.parseInt(Labels.of(labels).get("s")), samples);
                    Map<Long, Double> byTime = new TreeMap<>();
                    for (int k = 0; k < samples.size(); k++) {
                        assertThat(byTime.put(samples.times()[k], samples.values()[k]))
                                .isNull();
                    }
                    if (!byTime.isEmpty()) {
                        found.put(Labels.of(labels), byTime);
                    }
                }
            }
            return found;
        }

        void checkpoint() throws IOException {
            writer.truncate(head.checkpoint(checkpoints));
        }

        void reopen() throws IOException {
            closeAll();
            open();
            check();
        }

        void check() {
            try (View view = view(head)) {
                assertThat(read(view)).isEqualTo(model);
            }
        }

        private static View view(Head head) {
            return new MergedView(head.view(), List.of());
        }

        private Map<Labels, Map<Long, Double>> copy() {
            Map<Labels, Map<Long, Double>> copy = new TreeMap<>();
            model.forEach((labels, samples) -> copy.put(labels, new TreeMap<>(samples)));
            return copy;
        }

        private static Map<Labels, Map<Long, Double>> read(View view) {
            Map<Labels, Map<Long, Double>> found = new TreeMap<>();
            SeriesSet set = view.querier(Long.MIN_VALUE, Long.MAX_VALUE).select(SelectHints.SORTED, List.of());
            SampleBuffer samples = new SampleBuffer();
            for (int i = 0; i < set.size(); i++) {
                samples.clear();
                set.reader().read(i, samples);
                NewestRule.check(set, i, samples);
                StartRule.check(Integer.parseInt(set.labels(i).get("s")), samples);
                for (int k = 0; k < samples.size(); k++) {
                    Double before = found.computeIfAbsent(set.labels(i), any -> new TreeMap<>())
                            .put(samples.times()[k], samples.values()[k]);
                    assertThat(before).isNull();
                }
            }
            return found;
        }

        private void closeAll() {
            oldViews.forEach(old -> old.view.close());
            oldViews.clear();
            head.close();
            writer.close();
        }

        @Override
        public void close() {
            closeAll();
            assertThat(offHeap.anonymousBytes()).isZero();
        }
    }
}
