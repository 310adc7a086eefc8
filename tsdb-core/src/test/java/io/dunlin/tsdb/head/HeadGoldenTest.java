package io.dunlin.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.log.LogContents;
import io.dunlin.tsdb.log.LogOptions;
import io.dunlin.tsdb.log.LogReader;
import io.dunlin.tsdb.log.LogWriter;
import io.dunlin.tsdb.log.SyncPolicy;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.query.MergedView;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The files of a head, written once by {@link #main}: a head-chunk file, which must be written and read like that for ever,
 * and a checkpoint and a log behind it, which must be read. (A checkpoint has the random seeds of its head.)
 */
class HeadGoldenTest {
    private static final long EPOCH = 7_200_000;
    private static final long START = 200_000_000_000L / EPOCH * EPOCH;
    private static final long INTERVAL = 15_000;
    private static final int IN_CHECKPOINT = 300;
    private static final int ALL = 310;
    private static final List<String> FILES = List.of("checkpoint", "head-chunks", "log");

    /** Short, so that the golden segments are small. */
    private static final LogOptions LOG =
            new LogOptions(SyncPolicy.EVERY_COMMIT, Duration.ofMillis(1), 8_192, 1 << 20, 4_096);

    @TempDir
    private Path directory;

    @Test
    void shouldWriteTheSameHeadChunkFile() throws IOException {
        write(directory);
        Path golden = only(resource("head-phases", "head-chunks"));
        assertThat(directory.resolve("head-chunks").resolve(golden.getFileName()))
                .hasSameBinaryContentAs(golden);
    }

    /** In {@code head} first chunks of an epoch are as long as others. */
    @ParameterizedTest
    @ValueSource(strings = {"head", "head-phases"})
    void shouldReadWhatWasWritten(String golden) throws IOException {
        for (String name : FILES) {
            Files.createDirectory(directory.resolve(name));
            for (Path file : Disk.system().list(resource(golden, name))) {
                Files.copy(file, directory.resolve(name).resolve(file.getFileName()));
            }
        }
        try (Parts parts = new Parts(directory);
                View view = new MergedView(parts.head.view(), List.of())) {
            assertThat(parts.recovery.damages()).isEmpty();
            assertThat(read(view)).isEqualTo(expected());
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
            InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(START + EPOCH));
            HeadOptions options = HeadOptions.of(EPOCH).withClock(clock);
            ChunkFiles files = new ChunkFiles(disk, directory.resolve("head-chunks"));
            recovery = new HeadRecovery(offHeap, options, files, block -> false);
            checkpoints = new Checkpoints(disk, directory.resolve("checkpoint"));
            long after = recovery.restore(checkpoints);
            LogContents contents = LogReader.replay(disk, directory.resolve("log"), offHeap, after, recovery);
            log = LogWriter.open(disk, directory.resolve("log"), LOG, offHeap, contents);
            head = recovery.start(log);
        }

        @Override
        public void close() {
            head.close();
            log.close();
        }
    }

    private static Labels labels(int series) {
        return Labels.of("__name__", "golden", "host", "ä" + series);
    }

    private static double value(int series, int step) {
        return series == 0 ? 1 : series == 1 ? step * 17 : Math.sqrt(step) * series;
    }

    private static final int SERIES = 4;

    private static void write(Path directory) throws IOException {
        for (String name : FILES) {
            Files.createDirectory(directory.resolve(name));
        }
        try (Parts parts = new Parts(directory)) {
            for (int step = 0; step < ALL; step++) {
                try (Appender appender = parts.head.appender()) {
                    for (int series = 0; series < SERIES; series++) {
                        appender.append(appender.series(labels(series)), START + step * INTERVAL, value(series, step));
                    }
                    appender.commit();
                }
                if (step + 1 == IN_CHECKPOINT) {
                    parts.log.truncate(parts.head.checkpoint(parts.checkpoints));
                }
            }
        }
    }

    private static Map<Labels, Map<Long, Double>> expected() {
        Map<Labels, Map<Long, Double>> expected = new TreeMap<>();
        for (int series = 0; series < SERIES; series++) {
            Map<Long, Double> samples = new TreeMap<>();
            for (int step = 0; step < ALL; step++) {
                samples.put(START + step * INTERVAL, value(series, step));
            }
            expected.put(labels(series), samples);
        }
        return expected;
    }

    private static Map<Labels, Map<Long, Double>> read(View view) {
        Map<Labels, Map<Long, Double>> found = new TreeMap<>();
        SeriesSet set = view.querier(Long.MIN_VALUE, Long.MAX_VALUE).select(SelectHints.SORTED, List.of());
        SampleBuffer samples = new SampleBuffer();
        for (int i = 0; i < set.size(); i++) {
            samples.clear();
            set.reader().read(i, samples);
            Map<Long, Double> ofSeries = new TreeMap<>();
            for (int k = 0; k < samples.size(); k++) {
                ofSeries.put(samples.times()[k], samples.values()[k]);
            }
            found.put(set.labels(i), ofSeries);
        }
        return found;
    }

    private static Path only(Path parent) throws IOException {
        List<Path> files = Disk.system().list(parent);
        assertThat(files).hasSize(1);
        return files.get(0);
    }

    private static Path resource(String golden, String name) {
        try {
            return Path.of(HeadGoldenTest.class
                    .getResource("/golden/" + golden + "/" + name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes the golden files anew into a directory: only where a new version of a format begins. */
    public static void main(String[] arguments) throws IOException {
        Path parent = Files.createDirectories(Path.of(arguments[0]));
        write(parent);
        try (Stream<Path> spares = Files.list(parent.resolve("log"))) {
            for (Path spare : (Iterable<Path>) spares::iterator) {
                if (spare.getFileName().toString().startsWith("spare")) {
                    Files.delete(spare);
                }
            }
        }
    }
}
