package io.dunlin.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.block.Block;
import io.dunlin.tsdb.block.BlockDirectory;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.BlockSet;
import io.dunlin.tsdb.block.Compactor;
import io.dunlin.tsdb.block.Compactor.Job;
import io.dunlin.tsdb.block.Compactor.Workplace;
import io.dunlin.tsdb.block.MemorySource;
import io.dunlin.tsdb.block.v1.PrometheusBlockFormat;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.query.MergedQuerier;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.StartRule;
import io.dunlin.tsdb.storage.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoMemoryLeak.class)
class CompactionLoopTest {
    private static final long EPOCH = 100;
    private static final CompactionPolicy POLICY = CompactionPolicy.between(EPOCH, 9 * EPOCH);

    private final OffHeap offHeap = OffHeap.poisoning(1L << 30);
    private final BlockMerger merger = new BlockMerger(InstantSource.system(), new Random(1));

    @TempDir
    private Path directory;

    private Workplace workplace;
    private BlockDirectory blocks;

    @BeforeEach
    void open() {
        workplace = new Workplace(Disk.system(), offHeap, directory.resolve("tmp"));
        blocks = new BlockDirectory(
                Disk.system(), new PrometheusBlockFormat(Disk.system(), offHeap), directory, directory.resolve("tmp"));
    }

    @AfterEach
    void close() {
        blocks.close();
    }

    @Test
    void mergesEpochsAndLosesNothing() {
        for (int epoch = 0; epoch < 20; epoch++) {
            cut(epoch * EPOCH, (epoch + 1) * EPOCH);
        }
        cut(350, 450);
        Map<String, String> before = readAll();
        assertThat(loop(RetentionPolicy.NONE).runOnce()).isTrue();
        assertThat(readAll()).isEqualTo(before);
        assertThat(ranges()).isEqualTo("0-900 900-1800 1800-1900 1900-2000");
        assertThat(loop(RetentionPolicy.NONE).runOnce()).isTrue();
        blocks.close();
        open();
        assertThat(readAll()).isEqualTo(before);
        assertThat(ranges()).isEqualTo("0-900 900-1800 1800-1900 1900-2000");
    }

    @Test
    void deletesWhatIsTooOldOrTooMuch() {
        for (int epoch = 0; epoch < 4; epoch++) {
            cut(epoch * EPOCH, (epoch + 1) * EPOCH);
        }
        assertThat(loop(new RetentionPolicy(3 * EPOCH, 0)).runOnce()).isTrue();
        assertThat(ranges()).isEqualTo("100-200 200-300 300-400");
        long oneBlock;
        try (BlockSet set = blocks.catalog().acquire()) {
            oneBlock = set.blocks().get(2).sizeBytes();
        }
        assertThat(loop(new RetentionPolicy(0, oneBlock)).runOnce()).isTrue();
        assertThat(ranges()).isEqualTo("300-400");
        assertThat(directory.toFile().list((dir, name) -> name.length() == 26)).hasSize(1);
    }

    @Test
    void cleansTombstones() {
        cut(0, EPOCH);
        cut(EPOCH, 2 * EPOCH);
        blocks.delete(0, EPOCH, List.of(LabelMatcher.equal("i", "3")));
        blocks.delete(EPOCH, EPOCH, List.of());
        Map<String, String> left = readAll();
        assertThat(left.get("{__name__=\"m\", i=\"3\"}")).startsWith("10");
        assertThat(loop(RetentionPolicy.NONE).cleanTombstones()).isTrue();
        assertThat(readAll()).isEqualTo(left);
        assertThat(ranges()).isEqualTo("0-100 100-200");
        blocks.delete(0, EPOCH - 1, List.of());
        assertThat(loop(RetentionPolicy.NONE).cleanTombstones()).isTrue();
        assertThat(ranges()).isEqualTo("100-200");
    }

    /** Thanos copies blocks of level 1, and a block whose samples came late must not go before the one of its range. */
    @Test
    void keepsWhatACleanedBlockWas() {
        cut(0, EPOCH);
        BlockMeta before = onlyMeta();
        blocks.rewrite(before.with(before.compaction().withHint(BlockMeta.Compaction.FROM_OUT_OF_ORDER)));
        blocks.delete(0, EPOCH, List.of(LabelMatcher.equal("i", "3")));
        assertThat(loop(RetentionPolicy.NONE).cleanTombstones()).isTrue();
        BlockMeta.Compaction after = onlyMeta().compaction();
        assertThat(onlyMeta().ulid()).isNotEqualTo(before.ulid());
        assertThat(after.level()).isEqualTo(1);
        assertThat(after.hints()).containsExactly(BlockMeta.Compaction.FROM_OUT_OF_ORDER);
        assertThat(after.sources()).containsExactly(before.ulid());
        assertThat(after.parents()).containsExactly(before.asParent());
    }

    private BlockMeta onlyMeta() {
        try (BlockSet set = blocks.catalog().acquire()) {
            assertThat(set.blocks()).hasSize(1);
            return set.blocks().get(0).meta();
        }
    }

    @Test
    void marksDamagedGroupsAndGoesOn() throws Exception {
        for (int epoch = 0; epoch < 8; epoch++) {
            cut(epoch * EPOCH, (epoch + 1) * EPOCH);
        }
        Path damaged;
        try (BlockSet set = blocks.catalog().acquire()) {
            damaged = set.blocks().get(1).directory();
        }
        Path chunks = damaged.resolve("chunks/000001");
        byte[] bytes = Files.readAllBytes(chunks);
        bytes[20] ^= 1;
        Files.write(chunks, bytes);
        assertThat(loop(RetentionPolicy.NONE).runOnce()).isTrue();
        assertThat(ranges()).isEqualTo("0-100 200-300 300-600 600-700 700-800");
        assertThat(blocks.damaged()).hasSize(1);
        assertThat(damaged).isDirectory();
    }

    @Test
    void leavesABlockApartWhoseStartTimestampsAMergeWouldLose() throws Exception {
        for (int epoch = 0; epoch < 8; epoch++) {
            cut(epoch * EPOCH, (epoch + 1) * EPOCH);
        }
        Map<String, String> before = readAll(false);
        Path damaged;
        try (BlockSet set = blocks.catalog().acquire()) {
            damaged = set.blocks().get(1).directory();
        }
        byte[] bytes = Files.readAllBytes(damaged.resolve("starts"));
        bytes[12] ^= 1;
        Files.write(damaged.resolve("starts"), bytes);
        assertThat(loop(RetentionPolicy.NONE).runOnce()).isTrue();
        assertThat(ranges()).isEqualTo("0-100 100-200 200-300 300-600 600-700 700-800");
        assertThat(readAll(false)).isEqualTo(before);
        assertThat(blocks.damaged()).hasSize(1);
    }

    @Test
    void triesAgainWhenTheDiskFails() {
        for (int epoch = 0; epoch < 4; epoch++) {
            cut(epoch * EPOCH, (epoch + 1) * EPOCH);
        }
        Compactor failing = (job, sources) -> {
            throw new StorageException("disk full");
        };
        assertThat(loop(failing, RetentionPolicy.NONE).runOnce()).isFalse();
        assertThat(ranges()).isEqualTo("0-100 100-200 200-300 300-400");
        assertThat(loop(RetentionPolicy.NONE).runOnce()).isTrue();
        assertThat(ranges()).isEqualTo("0-300 300-400");
    }

    @Test
    void closesInTheMiddleOfAMerge() throws Exception {
        for (int epoch = 0; epoch < 4; epoch++) {
            cut(epoch * EPOCH, (epoch + 1) * EPOCH);
        }
        CountDownLatch begun = new CountDownLatch(1);
        Compactor endless = (job, sources) -> {
            begun.countDown();
            while (!job.cancelled().getAsBoolean()) {
                Thread.onSpinWait();
            }
            return merger.write(job, sources);
        };
        try (CompactionThread thread = new CompactionThread(loop(endless, RetentionPolicy.NONE), Duration.ofHours(1))) {
            thread.wake();
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(ranges()).isEqualTo("0-100 100-200 200-300 300-400");
        assertThat(blocks.staging()).isEmptyDirectory();
    }

    private CompactionLoop loop(RetentionPolicy retention) {
        return loop(merger, retention);
    }

    private CompactionLoop loop(Compactor compactor, RetentionPolicy retention) {
        return new CompactionLoop(
                blocks, compactor, workplace, CompactionLoop.Rules.of(POLICY, retention), CompactionListener.NONE);
    }

    private void cut(long minTime, long maxTime) {
        MemorySource source = new MemorySource(7);
        for (int i = 0; i < 10; i++) {
            for (long time = minTime + i; time < maxTime; time += 3 + i) {
                Labels labels = Labels.of("__name__", "m", "i", Integer.toString(i));
                source.add(labels, StartRule.of(i, time), time, (double) time * i);
            }
        }
        Optional<BlockMeta> meta = merger.write(Job.cut(workplace, directory, minTime, maxTime), List.of(source));
        blocks.add(meta.orElseThrow());
    }

    private String ranges() {
        try (BlockSet set = blocks.catalog().acquire()) {
            StringBuilder out = new StringBuilder();
            for (Block block : set.blocks()) {
                out.append(block.meta().minTime()).append('-');
                out.append(block.meta().maxTime()).append(' ');
            }
            return out.toString().strip();
        }
    }

    private Map<String, String> readAll() {
        return readAll(true);
    }

    private Map<String, String> readAll(boolean withStarts) {
        try (BlockSet set = blocks.catalog().acquire()) {
            List<Querier> queriers = set.blocks().stream()
                    .map(block -> block.querier(0, 100_000))
                    .toList();
            SeriesSet series = new MergedQuerier(queriers).select(SelectHints.SORTED, List.of());
            SeriesReader reader = series.reader();
            TreeMap<String, String> all = new TreeMap<>();
            for (int i = 0; i < series.size(); i++) {
                SampleBuffer buffer = new SampleBuffer();
                reader.read(i, buffer);
                StringBuilder out = new StringBuilder();
                for (int n = 0; n < buffer.size(); n++) {
                    out.append(buffer.times()[n]).append('=').append(buffer.values()[n]);
                    if (withStarts && buffer.startTimes() != null) {
                        out.append('@').append(buffer.startTimes()[n]);
                    }
                    out.append(' ');
                }
                all.put(series.labels(i).toString(), out.toString());
            }
            return all;
        }
    }
}
