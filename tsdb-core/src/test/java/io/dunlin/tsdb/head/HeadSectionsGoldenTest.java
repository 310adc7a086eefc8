package io.dunlin.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.log.LogContents;
import io.dunlin.tsdb.log.LogOptions;
import io.dunlin.tsdb.log.LogReader;
import io.dunlin.tsdb.log.LogWriter;
import io.dunlin.tsdb.log.SyncPolicy;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.query.MergedView;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.StartRule;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A checkpoint and a log with every kind of section ({@link SectionLayout}), written once by {@link #main}: the head that is
 * read from them has what a head has that was given the same and never closed.
 */
class HeadSectionsGoldenTest {
    private static final long EPOCH = 600_000;
    private static final long START = 200_000_000_000L / EPOCH * EPOCH;
    private static final long INTERVAL = 5_000;
    private static final int IN_CHECKPOINT = 150;
    private static final int ALL = 300;
    private static final int SERIES = 4;
    private static final Ulid BLOCK = Ulid.parse("01G0DEN0000000000000000001");
    private static final List<String> FILES = List.of("checkpoint", "head-chunks", "log");

    /** Short, so that the golden segments are small. */
    private static final LogOptions LOG =
            new LogOptions(SyncPolicy.EVERY_COMMIT, Duration.ofMillis(1), 16_384, 1 << 20, 4_096);

    @TempDir
    private Path directory;

    @Test
    void shouldReadEveryKindOfSection() throws IOException {
        Path copy = directory.resolve("copy");
        for (String name : FILES) {
            Files.createDirectories(copy.resolve(name));
            for (Path file : Disk.system().list(resource(name))) {
                Files.copy(file, copy.resolve(name).resolve(file.getFileName()));
            }
        }
        Map<Labels, List<String>> expected;
        try (Parts parts = write(directory.resolve("anew"))) {
            expected = parts.contents();
            assertThat(expected).containsKeys(Labels.of("__name__", "late"), Labels.of("__name__", "integers"));
        }
        try (Parts parts = new Parts(copy)) {
            assertThat(parts.recovery.damages()).isEmpty();
            assertThat(parts.recovery.orphans()).isZero();
            assertThat(parts.contents()).isEqualTo(expected);
        }
    }

    /** A head with its log. */
    private static final class Parts implements AutoCloseable {
        final HeadRecovery recovery;
        final Checkpoints checkpoints;
        final LogWriter log;
        final Head head;

        Parts(Path directory) throws IOException {
            Disk disk = Disk.system();
            OffHeap offHeap = OffHeap.withLimit(1L << 28);
            HeadOptions options = HeadOptions.of(EPOCH)
                    .withOutOfOrderWindow(10 * EPOCH)
                    .withAges(CohortAges.ofMillis(60_000, 120_000, 60_000))
                    .withClock(InstantSource.fixed(Instant.ofEpochMilli(START + 10 * EPOCH)));
            ChunkFiles files = new ChunkFiles(disk, directory.resolve("head-chunks"));
            recovery = new HeadRecovery(offHeap, options, files, BLOCK::equals);
            checkpoints = new Checkpoints(disk, directory.resolve("checkpoint"));
            long after = recovery.restore(checkpoints);
            LogContents contents = LogReader.replay(disk, directory.resolve("log"), offHeap, after, recovery);
            log = LogWriter.open(disk, directory.resolve("log"), LOG, offHeap, contents);
            head = recovery.start(log);
        }

        /** Returns samples with their starts, exemplars and metadata, printed. */
        Map<Labels, List<String>> contents() {
            Map<Labels, List<String>> found = new TreeMap<>();
            found.put(Labels.of("", "metadata"), List.of(head.metadata().toString()));
            try (View view = new MergedView(head.view(), List.of())) {
                Querier querier = view.querier(Long.MIN_VALUE, Long.MAX_VALUE);
                SeriesSet set = querier.select(SelectHints.SORTED, List.of());
                SampleBuffer samples = new SampleBuffer();
                for (int i = 0; i < set.size(); i++) {
                    samples.clear();
                    set.reader().read(i, samples);
                    found.put(set.labels(i), print(samples));
                }
                querier.exemplars(List.of())
                        .forEach((labels, exemplars) -> found.get(labels).add(exemplars.toString()));
            }
            return found;
        }

        @Override
        public void close() {
            head.close();
            log.close();
        }
    }

    private static List<String> print(SampleBuffer samples) {
        List<String> printed = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            FloatHistogram histogram = samples.histograms() == null ? null : samples.histograms()[i];
            long start = samples.startTimes() == null ? 0 : samples.startTimes()[i];
            String value = histogram == null ? Double.toString(samples.values()[i]) : print(histogram);
            printed.add(samples.times()[i] + " " + start + " " + value);
        }
        return printed;
    }

    private static String print(FloatHistogram histogram) {
        return histogram.schema() + " " + histogram.counterResetHint() + " " + histogram.zeroThreshold() + " "
                + histogram.zeroCount() + " " + histogram.count() + " " + histogram.sum() + " "
                + Arrays.toString(histogram.positiveSpans()) + Arrays.toString(histogram.positiveBuckets());
    }

    private static Parts write(Path directory) throws IOException {
        for (String name : FILES) {
            Files.createDirectories(directory.resolve(name));
        }
        Parts parts = new Parts(directory);
        append(parts.head, Labels.of("__name__", "once"), START, 1);
        for (int step = 0; step < IN_CHECKPOINT; step++) {
            write(parts.head, step);
        }
        change(parts.head, 20);
        parts.log.truncate(parts.head.checkpoint(parts.checkpoints));
        append(parts.head, Labels.of("__name__", "once more"), START + IN_CHECKPOINT * INTERVAL, 1);
        for (int step = IN_CHECKPOINT; step < ALL; step++) {
            write(parts.head, step);
        }
        change(parts.head, IN_CHECKPOINT + 20);
        Leaving cohort = parts.head.leave().orElseThrow();
        cohort.close();
        parts.head.left(cohort);
        int epoch = parts.head.dueEpoch().orElseThrow();
        parts.head.freeze(epoch).close();
        parts.head.cutInto(epoch, BLOCK);
        parts.head.release(epoch);
        write(parts.head, ALL);
        return parts;
    }

    private static void append(Head head, Labels labels, long time, double value) {
        try (Appender appender = head.appender()) {
            appender.append(appender.series(labels), time, value);
            appender.commit();
        }
    }

    private static void write(Head head, int step) {
        long time = START + step * INTERVAL;
        try (Appender appender = head.appender()) {
            for (int s = 0; s < SERIES; s++) {
                long series = appender.series(Labels.of("__name__", "golden", "s", "" + s));
                appender.append(series, StartRule.of(s, time), time, Math.floor(step / 3.0) * s);
            }
            long integers = appender.series(Labels.of("__name__", "integers"));
            appender.append(integers, 0, time, histogram(step, FloatHistogram.CounterResetHint.UNKNOWN), true);
            long floats = appender.series(Labels.of("__name__", "floats"));
            appender.append(floats, 0, time, histogram(step + 0.5, FloatHistogram.CounterResetHint.GAUGE), false);
            if (step % 50 == 0) {
                appender.append(integers, new Exemplar(Labels.of("trace_id", "t" + step), step, time));
                appender.metadata(new MetricMetadata("golden", "gauge", "help " + step, "s"));
            }
            appender.commit();
        }
    }

    private static FloatHistogram histogram(double count, FloatHistogram.CounterResetHint hint) {
        return new FloatHistogram(
                3,
                hint,
                0.001,
                1,
                2 * count + 1,
                2.5 * count,
                new int[] {0, 2},
                new double[] {count, count},
                new int[0],
                new double[0],
                new double[0]);
    }

    /** Adds samples that come late, and deletes some. */
    private static void change(Head head, int step) {
        long time = START + step * INTERVAL;
        append(head, Labels.of("__name__", "golden", "s", "0"), time + 1, -1);
        append(head, Labels.of("__name__", "late"), time - 1, step);
        append(head, Labels.of("__name__", "late"), time - 2, step);
        head.delete(time, time + 3 * INTERVAL, List.of(LabelMatcher.equal("s", "1")));
    }

    private static Path resource(String name) {
        try {
            return Path.of(HeadSectionsGoldenTest.class
                    .getResource("/golden/head-sections/" + name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes the golden files anew into a directory: only where a new version of a format begins. */
    public static void main(String[] arguments) throws IOException {
        Path parent = Files.createDirectories(Path.of(arguments[0]));
        write(parent).close();
        try (Stream<Path> spares = Files.list(parent.resolve("log"))) {
            for (Path spare : (Iterable<Path>) spares::iterator) {
                if (spare.getFileName().toString().startsWith("spare")) {
                    Files.delete(spare);
                }
            }
        }
    }
}
