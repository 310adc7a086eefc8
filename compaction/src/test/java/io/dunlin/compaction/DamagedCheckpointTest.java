package io.dunlin.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.TsdbOptions;
import io.dunlin.tsdb.block.BlockSet;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database whose checkpoint is damaged is not opened and not changed; without its head it serves its blocks. */
class DamagedCheckpointTest {
    private static final long EPOCH = 10_000;
    private static final long STEP = 500;
    private static final int SAMPLES = 100;
    private static final List<String> HEAD = List.of("checkpoint", "log", "head-chunks");
    private static final TsdbOptions OPTIONS =
            TsdbOptions.DEFAULT.withMinBlockDuration(Duration.ofMillis(EPOCH)).withCompactor(new BlockMerger());

    @TempDir
    private Path directory;

    @Test
    void shouldRefuseItAndServeTheBlocksWithoutTheHead() throws IOException {
        long start = System.currentTimeMillis() / EPOCH * EPOCH - 60 * EPOCH;
        write(start);
        Path checkpoint = only(directory.resolve("checkpoint"));
        byte[] damaged = Files.readAllBytes(checkpoint);
        damaged[damaged.length / 2] ^= 1;
        Files.write(checkpoint, damaged);

        assertThatThrownBy(() -> Tsdb.open(directory, OPTIONS))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining(checkpoint.toString());
        assertThat(only(directory.resolve("checkpoint"))).hasBinaryContent(damaged);

        for (String part : HEAD) {
            Files.move(directory.resolve(part), directory.resolve(part + ".aside"));
        }
        try (Tsdb tsdb = Tsdb.open(directory, OPTIONS)) {
            long boundary = boundary(tsdb);
            assertThat(read(tsdb))
                    .containsExactlyElementsOf(LongStream.iterate(start, time -> time + STEP)
                            .takeWhile(time -> time < boundary)
                            .boxed()
                            .toList());
            append(tsdb, start + SAMPLES * STEP);
            assertThat(read(tsdb)).contains(start + SAMPLES * STEP);
        }
    }

    /** Writes several epochs, of which at least one is cut; a cut that has begun ends, with the checkpoint behind it. */
    private void write(long start) throws IOException {
        try (Tsdb tsdb = Tsdb.open(directory, OPTIONS)) {
            CompletableFuture<Void> cut = new CompletableFuture<>();
            tsdb.blocks().whenAdded(() -> cut.complete(null));
            for (int i = 0; i < SAMPLES; i++) {
                append(tsdb, start + i * STEP);
            }
            cut.join();
        }
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

    private static void append(Tsdb tsdb, long time) {
        try (Appender appender = tsdb.appender()) {
            appender.append(appender.series(Labels.of("__name__", "m")), time, 1);
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

    private static Path only(Path parent) throws IOException {
        List<Path> files = Disk.system().list(parent);
        assertThat(files).hasSize(1);
        return files.get(0);
    }
}
