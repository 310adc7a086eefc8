package io.dunlin.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.block.ChunkSamples;
import io.dunlin.tsdb.block.SeriesCursor;
import io.dunlin.tsdb.block.SeriesSource;
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
import io.dunlin.tsdb.storage.RejectReason;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.View;
import io.dunlin.tsdb.storage.WriteRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import net.jqwik.api.Tuple;

/** Samples in any order within a window do what a map of maps does, through cuts, checkpoints, reopenings and old views. */
class OutOfOrderModelTest {
    private static final long START = 1_700_000_000_000L;
    private static final long EPOCH = 10_000;
    private static final long WINDOW = 25_000;

    /** One thing done to the head. */
    interface Step {
        void on(Subject subject) throws IOException;
    }

    @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED)
    void shouldAnswerAsTheModelBesideDeletions(@ForAll("stepsWithDeletions") List<Step> steps) throws IOException {
        run(steps);
    }

    @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED)
    void shouldAnswerAsTheModelWhileSeriesLeaveAndReturn(@ForAll("stepsWithLeaving") List<Step> steps)
            throws IOException {
        run(steps);
    }

    private static void run(List<Step> steps) throws IOException {
        Path directory = Files.createTempDirectory("out-of-order-model");
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
    Arbitrary<List<Step>> stepsWithDeletions() {
        return steps(Subject::delete);
    }

    @Provide
    Arbitrary<List<Step>> stepsWithLeaving() {
        return steps(Subject::leave);
    }

    private static Arbitrary<List<Step>> steps(Step special) {
        Arbitrary<List<Integer>> series = Arbitraries.integers()
                .between(0, 9)
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(4);
        Arbitrary<Integer> back = Arbitraries.oneOf(
                Arbitraries.just(0),
                Arbitraries.integers().between(0, 60),
                Arbitraries.integers().between(0, 30_000));
        Arbitrary<Integer> repetitions = Arbitraries.of(1, 1, 1, 5, 200);
        Arbitrary<Step> write = Combinators.combine(
                        series, Arbitraries.integers().between(0, 1_500), back, repetitions)
                .as((which, ahead, behind, count) -> subject -> subject.write(which, ahead, behind, count));
        Arbitrary<Step> others = Arbitraries.of(
                Subject::openView,
                Subject::checkOldView,
                Subject::cut,
                Subject::cut,
                Subject::writeLateBlocks,
                Subject::checkpoint,
                Subject::reopen,
                special,
                special,
                Subject::check);
        return Arbitraries.frequencyOf(Tuple.of(6, write), Tuple.of(4, others))
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

        /** What is in the head in order. */
        private final Map<Labels, Map<Long, Double>> inOrder = new TreeMap<>();

        /** What is in the head out of order. */
        private final Map<Labels, Map<Long, Double>> outOfOrder = new TreeMap<>();

        /** The time of the newest sample of each series that has left, as runs would tell. */
        private final Map<Labels, Long> left = new HashMap<>();

        /** The newest sample of each series that was in order, also after its epoch has left. */
        private final Map<Labels, Map.Entry<Long, Double>> newest = new HashMap<>();

        private long now = START;
        private double nextValue;
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
                    .withOutOfOrderWindow(WINDOW)
                    .withLeft(runs())
                    .withClock(InstantSource.fixed(Instant.ofEpochMilli(START + 86_400_000)))
                    .withAges(CohortAges.ofMillis(1_000, 2_000, 1_500));
            HeadRecovery recovery =
                    new HeadRecovery(offHeap, options, new ChunkFiles(Disk.system(), chunks), block -> false);
            long after = recovery.restore(checkpoints);
            LogContents contents = LogReader.replay(Disk.system(), log, offHeap, after, recovery);
            assertThat(contents.damages()).isEmpty();
            assertThat(recovery.orphans()).isZero();
            writer = LogWriter.open(Disk.system(), log, LogOptions.DEFAULT.with(SyncPolicy.NEVER), offHeap, contents);
            head = recovery.start(writer);
        }

        private LeftSeries runs() {
            return new LeftSeries() {
                @Override
                public long newestTime() {
                    return left.values().stream().max(Long::compare).orElse(Long.MIN_VALUE);
                }

                @Override
                public long newestTime(Labels series) {
                    return left.getOrDefault(series, Long.MIN_VALUE);
                }
            };
        }

        void write(List<Integer> which, int ahead, int behind, int count) {
            for (int i = 0; i < count; i++) {
                now += ahead;
                boolean open = now - behind >= head.oldestWritableTime();
                try (Appender appender = head.appender()) {
                    Map<Labels, Double> accepted = new HashMap<>();
                    for (int s : which) {
                        Labels labels = Labels.of("__name__", "m", "s", "" + s, "parity", "" + s % 2);
                        if (append(appender, labels, now - behind)) {
                            accepted.put(labels, nextValue);
                        }
                        nextValue++;
                    }
                    appender.commit();
                    accepted.forEach((labels, value) -> acknowledge(labels, now - behind, value, open));
                }
            }
        }

        /** Appends a sample, or expects what the rules say; returns whether it was taken. */
        private boolean append(Appender appender, Labels labels, long time) {
            long series = appender.series(labels);
            Map.Entry<Long, Double> last = newest.get(labels);
            boolean open = time >= head.oldestWritableTime();
            RejectReason reason = null;
            if (!open || last != null && time < last.getKey()) {
                reason = time < head.outOfOrderFrom() ? RejectReason.TOO_OLD : null;
                // Without any data there is no window yet, and nothing is older than it.
                reason = head.outOfOrderFrom() == Long.MAX_VALUE ? RejectReason.OUT_OF_BOUNDS : reason;
            } else if (last != null && time == last.getKey()) {
                reason = hasLeft(labels, time)
                        ? time < head.outOfOrderFrom() ? RejectReason.TOO_OLD : null
                        : RejectReason.DUPLICATE_SAMPLE;
            }
            if (reason == null) {
                appender.append(series, time, nextValue);
                return true;
            }
            RejectReason expected = reason;
            assertThatThrownBy(() -> appender.append(series, time, nextValue))
                    .isInstanceOfSatisfying(
                            WriteRejectedException.class,
                            e -> assertThat(e.reason()).isEqualTo(expected));
            return false;
        }

        /** Whether the newest sample in order, of that time, is not in the head any more. */
        private boolean hasLeft(Labels labels, long time) {
            return left.getOrDefault(labels, Long.MIN_VALUE) >= time;
        }

        private void acknowledge(Labels labels, long time, double value, boolean open) {
            Map.Entry<Long, Double> last = newest.get(labels);
            boolean newer = open && (last == null || time > last.getKey());
            (newer ? inOrder : outOfOrder)
                    .computeIfAbsent(labels, any -> new TreeMap<>())
                    .putIfAbsent(time, value);
            if (newer) {
                newest.put(labels, Map.entry(time, value));
            }
        }

        /** Returns all of the head: of equal times the sample that was in order counts, which came first. */
        private Map<Labels, Map<Long, Double>> all() {
            Map<Labels, Map<Long, Double>> all = new TreeMap<>();
            outOfOrder.forEach((labels, samples) -> all.put(labels, new TreeMap<>(samples)));
            inOrder.forEach((labels, samples) ->
                    all.computeIfAbsent(labels, any -> new TreeMap<>()).putAll(samples));
            return all;
        }

        void openView() {
            if (oldViews.size() < 3) {
                oldViews.add(new OldView(view(head), all()));
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

        /** Takes a finished epoch out, as the samples of its sources say, and lets nothing else go. */
        void cut() {
            OptionalInt due = head.dueEpoch();
            if (due.isEmpty()) {
                return;
            }
            int epoch = due.getAsInt();
            Map<Labels, Map<Long, Double>> expected = samplesOf(epoch);
            List<SeriesSource> sources = new ArrayList<>(List.of(head.freeze(epoch)));
            sources.addAll(head.freezeOutOfOrder(epoch));
            check();
            assertThat(read(sources)).isEqualTo(expected);
            head.release(epoch);
            head.releaseOutOfOrder(epoch);
            remove(epoch, true);
            check();
        }

        /** Takes out what came for epochs that have left. */
        void writeLateBlocks() {
            for (int epoch : head.dueOutOfOrder()) {
                Map<Labels, Map<Long, Double>> expected = samplesOf(epoch);
                assertThat(read(head.freezeOutOfOrder(epoch))).isEqualTo(expected);
                head.releaseOutOfOrder(epoch);
                remove(epoch, false);
            }
            check();
        }

        private Map<Labels, Map<Long, Double>> samplesOf(int epoch) {
            long start = head.epochStart(epoch);
            Map<Labels, Map<Long, Double>> within = all();
            within.values().forEach(samples -> samples.keySet().removeIf(t -> t < start || t >= start + EPOCH));
            within.values().removeIf(Map::isEmpty);
            return within;
        }

        private void remove(int epoch, boolean alsoInOrder) {
            long start = head.epochStart(epoch);
            removeIf(outOfOrder, time -> time >= start && time < start + EPOCH);
            if (alsoInOrder) {
                removeIf(inOrder, time -> time < start + EPOCH);
            }
        }

        private static void removeIf(Map<Labels, Map<Long, Double>> from, Predicate<Long> gone) {
            from.values().forEach(samples -> samples.keySet().removeIf(gone));
            from.values().removeIf(Map::isEmpty);
        }

        /** Lets idle cohorts go, whose samples are those of series that are not written in order now. */
        void leave() {
            for (Optional<Leaving> next = head.leave(); next.isPresent(); next = head.leave()) {
                Map<Labels, Map<Long, Double>> gone = read(List.of(next.get().source()));
                check();
                head.left(next.get());
                gone.forEach((labels, samples) -> {
                    samples.forEach((time, value) ->
                            assertThat(inOrder.get(labels).remove(time)).isEqualTo(value));
                    left.merge(
                            labels, samples.keySet().stream().max(Long::compare).orElseThrow(), Math::max);
                });
                inOrder.values().removeIf(Map::isEmpty);
                check();
            }
        }

        /** Deletes the middle of one series; what is written there later stays. */
        void delete() {
            String which = "" + (long) nextValue % 10;
            head.delete(now - 20_000, now - 500, List.of(LabelMatcher.equal("s", which)));
            for (Map<Labels, Map<Long, Double>> part : List.of(inOrder, outOfOrder)) {
                part.forEach((labels, samples) -> {
                    if (labels.get("s").equals(which)) {
                        samples.keySet().removeIf(time -> time >= now - 20_000 && time <= now - 500);
                    }
                });
                part.values().removeIf(Map::isEmpty);
            }
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
                assertThat(read(view)).isEqualTo(all());
            }
        }

        private static View view(Head head) {
            return new MergedView(head.view(), List.of());
        }

        private static Map<Labels, Map<Long, Double>> read(View view) {
            Map<Labels, Map<Long, Double>> found = new TreeMap<>();
            SeriesSet set = view.querier(Long.MIN_VALUE, Long.MAX_VALUE).select(SelectHints.SORTED, List.of());
            SampleBuffer samples = new SampleBuffer();
            for (int i = 0; i < set.size(); i++) {
                samples.clear();
                set.reader().read(i, samples);
                NewestRule.check(set, i, samples);
                put(set.labels(i), samples, found);
            }
            return found;
        }

        /** Adds the samples of a series, which must rise; those that are there already stay. */
        private static void put(Labels labels, SampleBuffer samples, Map<Labels, Map<Long, Double>> into) {
            for (int k = 0; k < samples.size(); k++) {
                assertThat(k == 0 || samples.times()[k] > samples.times()[k - 1])
                        .isTrue();
                into.computeIfAbsent(labels, any -> new TreeMap<>())
                        .putIfAbsent(samples.times()[k], samples.values()[k]);
            }
        }

        /** Reads sources as a merge does: of equal times the first source counts. */
        private static Map<Labels, Map<Long, Double>> read(List<SeriesSource> sources) {
            Map<Labels, Map<Long, Double>> found = new TreeMap<>();
            for (SeriesSource source : sources) {
                List<String> symbols = new ArrayList<>();
                try (source;
                        var cursor = source.symbols()) {
                    while (cursor.next()) {
                        symbols.add(new String(
                                cursor.bytes(), 0, cursor.length(), java.nio.charset.StandardCharsets.UTF_8));
                    }
                    readSeries(source.series(), symbols, found);
                }
            }
            return found;
        }

        private static void readSeries(
                SeriesCursor cursor, List<String> symbols, Map<Labels, Map<Long, Double>> found) {
            ChunkSamples decoder = new ChunkSamples();
            while (cursor.next()) {
                String[] pairs = new String[2 * cursor.labelCount()];
                for (int i = 0; i < cursor.labelCount(); i++) {
                    pairs[2 * i] = symbols.get(cursor.nameSymbol(i));
                    pairs[2 * i + 1] = symbols.get(cursor.valueSymbol(i));
                }
                SampleBuffer samples = new SampleBuffer();
                while (cursor.nextChunk()) {
                    decoder.append(cursor.chunk(), Long.MIN_VALUE, Long.MAX_VALUE, samples);
                }
                put(Labels.ofSorted(pairs), samples, found);
            }
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
