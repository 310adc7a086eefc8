package io.dunlin.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.TsdbOptions;
import io.dunlin.tsdb.block.BlockSet;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Of a database whose checkpoints are damaged everything is served that is not in them alone, and what is damaged is kept. */
@ExtendWith(NoMemoryLeak.class)
class DamagedCheckpointTest {
    private static final long EPOCH = 10_000;
    private static final long STEP = 500;
    private static final int SAMPLES = 100;
    private static final long START = System.currentTimeMillis() / EPOCH * EPOCH - 60 * EPOCH;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TsdbOptions OPTIONS =
            TsdbOptions.DEFAULT.withMinBlockDuration(Duration.ofMillis(EPOCH)).withCompactor(new BlockMerger());

    @TempDir
    private Path directory;

    @Test
    void shouldLoseNothingWithTheCheckpointBefore() throws IOException {
        write(0);
        write(SAMPLES);
        List<Path> files = checkpoints();
        assertThat(files).hasSize(2);
        byte[] damaged = damage(files.get(1));

        try (Tsdb tsdb = Tsdb.open(directory, OPTIONS)) {
            assertThat(read(tsdb)).containsExactlyElementsOf(times(0, 2 * SAMPLES));
            assertThat(tsdb.corruptions()).isEqualTo(1);
            assertThat(tsdb.damagedHeads()).isEqualTo(1);
            append(tsdb, 2 * SAMPLES);
        }
        Path aside = directory.resolve("damaged").resolve(files.get(1).getFileName());
        assertThat(aside.resolve("checkpoint").resolve(files.get(1).getFileName()))
                .hasBinaryContent(damaged);
        assertThat(names(aside)).containsExactly("checkpoint");
        requireCleanRestart(times(0, 2 * SAMPLES + 1));
    }

    @Test
    void shouldLoseNothingWhereTheLogHasAll() throws IOException {
        write(0);
        damage(only(checkpoints()));

        try (Tsdb tsdb = Tsdb.open(directory, OPTIONS)) {
            assertThat(read(tsdb)).containsExactlyElementsOf(times(0, SAMPLES));
            assertThat(tsdb.corruptions()).isEqualTo(1);
            awaitCheckpoint();
        }
        requireCleanRestart(times(0, SAMPLES));
    }

    @Test
    void shouldServeTheBlocksWhereNoCheckpointIsWhole() throws IOException {
        write(0);
        write(SAMPLES);
        write(2 * SAMPLES);
        List<Path> files = checkpoints();
        List<byte[]> damaged = List.of(damage(files.get(0)), damage(files.get(1)));
        List<String> chunks = names(directory.resolve("head-chunks"));

        NavigableSet<Long> served;
        try (Tsdb tsdb = Tsdb.open(directory, OPTIONS)) {
            long boundary = boundary(tsdb);
            served = read(tsdb);
            assertThat(served.headSet(boundary)).containsExactlyElementsOf(times(0, (int) ((boundary - START) / STEP)));
            assertThat(times(0, 3 * SAMPLES)).containsAll(served);
            assertThat(tsdb.corruptions()).isGreaterThanOrEqualTo(2);
            append(tsdb, 3 * SAMPLES);
            assertThat(read(tsdb)).contains(START + 3 * SAMPLES * STEP);
            awaitCheckpoint();
        }
        Path aside = directory.resolve("damaged").resolve(files.get(1).getFileName());
        for (int i = 0; i < damaged.size(); i++) {
            assertThat(aside.resolve("checkpoint").resolve(files.get(i).getFileName()))
                    .hasBinaryContent(damaged.get(i));
        }
        assertThat(names(aside.resolve("head-chunks"))).isEqualTo(chunks);
        assertThat(names(aside.resolve("log"))).isNotEmpty();
        served.add(START + 3 * SAMPLES * STEP);
        requireCleanRestart(served);
    }

    private void requireCleanRestart(Collection<Long> expected) throws IOException {
        try (Tsdb tsdb = Tsdb.open(directory, OPTIONS)) {
            assertThat(tsdb.corruptions()).isZero();
            assertThat(tsdb.damagedHeads()).as("there still").isEqualTo(1);
            assertThat(read(tsdb)).containsExactlyElementsOf(expected);
        }
    }

    /** Writes several epochs, of which at least one is cut; a cut that has begun ends, with the checkpoint behind it. */
    private void write(int from) throws IOException {
        try (Tsdb tsdb = Tsdb.open(directory, OPTIONS)) {
            CompletableFuture<Void> cut = new CompletableFuture<>();
            tsdb.blocks().whenAdded(() -> cut.complete(null));
            for (int i = from; i < from + SAMPLES; i++) {
                append(tsdb, i);
            }
            cut.join();
        }
    }

    private static List<Long> times(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> START + i * STEP).toList();
    }

    /** Returns the first millisecond that is in no block. */
    private static long boundary(Tsdb tsdb) {
        try (BlockSet blocks = tsdb.blocks().catalog().acquire()) {
            return blocks.blocks().stream()
                    .mapToLong(block -> block.meta().maxTime())
                    .max()
                    .orElseThrow();
        }
    }

    private static void append(Tsdb tsdb, int i) {
        try (Appender appender = tsdb.appender()) {
            appender.append(appender.series(Labels.of("__name__", "m")), START + i * STEP, 1);
            appender.commit();
        }
    }

    private static NavigableSet<Long> read(Tsdb tsdb) {
        NavigableSet<Long> times = new TreeSet<>();
        try (View view = tsdb.view()) {
            SeriesSet set = view.querier(Long.MIN_VALUE, Long.MAX_VALUE).select(SelectHints.NONE, List.of());
            SampleBuffer samples = new SampleBuffer();
            for (int i = 0; i < set.size(); i++) {
                samples.clear();
                set.reader().read(i, samples);
                for (int k = 0; k < samples.size(); k++) {
                    times.add(samples.times()[k]);
                }
            }
        }
        return times;
    }

    /** Flips a bit in the middle of a file; returns what it holds then. */
    private static byte[] damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        return bytes;
    }

    /** Waits for the checkpoint that is written at once when one was damaged. */
    private void awaitCheckpoint() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (checkpoints().isEmpty()) {
            assertThat(System.nanoTime()).as("a checkpoint").isLessThan(deadline);
            LockSupport.parkNanos(500_000);
        }
    }

    private List<Path> checkpoints() throws IOException {
        return Disk.system().list(directory.resolve("checkpoint")).stream()
                .filter(file -> file.getFileName().toString().matches("[0-9]+"))
                .toList();
    }

    private static List<String> names(Path parent) throws IOException {
        return Disk.system().list(parent).stream()
                .map(file -> file.getFileName().toString())
                .toList();
    }

    private static Path only(List<Path> files) {
        assertThat(files).hasSize(1);
        return files.get(0);
    }
}
