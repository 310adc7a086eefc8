package io.dunlin.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.TsdbOptions;
import io.dunlin.tsdb.block.Block;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.BlockSet;
import io.dunlin.tsdb.head.CohortAges;
import io.dunlin.tsdb.log.LogOptions;
import io.dunlin.tsdb.log.SyncPolicy;
import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.StartRule;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finished epochs leave the head as blocks while they are written and read. */
class HeadCutTest {
    private static final long EPOCH = 10_000;
    private static final TsdbOptions OPTIONS = TsdbOptions.DEFAULT
            .withMinBlockDuration(Duration.ofMillis(EPOCH))
            .withCompactor(new BlockMerger())
            .withAges(new CohortAges(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(1)));

    @TempDir
    private Path directory;

    @Test
    void shouldShowEverySampleOnceWhileEpochsBecomeBlocks() throws IOException {
        long start = System.currentTimeMillis() / EPOCH * EPOCH - 60 * EPOCH;
        Map<Labels, Map<Long, Double>> model = new TreeMap<>();
        try (Tsdb tsdb = Tsdb.open(directory, OPTIONS)) {
            for (int tick = 0; tick < 300; tick++) {
                writeTick(tsdb, model, start + tick * 500L, tick);
                if (tick % 20 == 0) {
                    assertThat(read(tsdb)).isEqualTo(model);
                }
            }
            awaitBlocks(tsdb, 13);
            assertThat(read(tsdb)).isEqualTo(model);
        }
        try (Tsdb tsdb = Tsdb.open(directory, OPTIONS)) {
            assertThat(read(tsdb)).isEqualTo(model);
            writeTick(tsdb, model, start + 300 * 500L, 300);
            assertThat(read(tsdb)).isEqualTo(model);
            assertThat(read(tsdb, LabelMatcher.equal("id", "12"))).hasSize(1);
            assertThat(tsdb.memory().bytes(MemoryTag.HEAD_CHUNKS)).isPositive();
        }
    }

    @Test
    void shouldDeleteWhileEpochsBecomeBlocksAndSnapshotsAreMade(@TempDir Path copies) throws IOException {
        long start = System.currentTimeMillis() / EPOCH * EPOCH - 60 * EPOCH;
        Map<Labels, Map<Long, Double>> model = new TreeMap<>();
        Map<Labels, Map<Long, Double>> copied;
        try (Tsdb tsdb = Tsdb.open(directory, OPTIONS)) {
            for (int tick = 0; tick < 300; tick++) {
                long now = start + tick * 500L;
                writeTick(tsdb, model, now, tick);
                if (tick % 3 == 2) {
                    delete(
                            tsdb,
                            model,
                            "s",
                            "" + tick % 5,
                            now - tick * 700L % 30_000,
                            now - tick * 700L % 30_000 + 1_500);
                    delete(tsdb, model, "id", "" + tick * 2 / 3, start, now);
                    assertThat(read(tsdb)).isEqualTo(model);
                }
                if (tick % 100 == 99) {
                    awaitBlocks(tsdb, tick / 20);
                }
            }
            tsdb.snapshot(copies.resolve("all"), true);
            copied = copy(model);
            writeTick(tsdb, model, start + 300 * 500L, 300);
            delete(tsdb, model, "s", "1", start, start + 200_000L);
            tsdb.snapshot(copies.resolve("blocks"), false);
            assertThat(read(tsdb)).isEqualTo(model);
        }
        try (Tsdb tsdb = Tsdb.open(directory, OPTIONS)) {
            assertThat(read(tsdb)).isEqualTo(model);
        }
        try (Tsdb copy = Tsdb.open(copies.resolve("all"), OPTIONS)) {
            assertThat(read(copy)).isEqualTo(copied);
        }
        try (Tsdb copy = Tsdb.open(copies.resolve("blocks"), OPTIONS)) {
            assertThat(read(copy, LabelMatcher.equal("__name__", "steady"))).hasSize(4);
        }
    }

    private static void delete(
            Tsdb tsdb, Map<Labels, Map<Long, Double>> model, String name, String value, long from, long to) {
        tsdb.delete(from, to, List.of(LabelMatcher.equal(name, value)));
        model.forEach((labels, samples) -> {
            if (labels.get(name).equals(value)) {
                samples.keySet().removeIf(time -> from <= time && time <= to);
            }
        });
        model.values().removeIf(Map::isEmpty);
    }

    private static Map<Labels, Map<Long, Double>> copy(Map<Labels, Map<Long, Double>> model) {
        Map<Labels, Map<Long, Double>> copy = new TreeMap<>();
        model.forEach((labels, samples) -> copy.put(labels, new TreeMap<>(samples)));
        return copy;
    }

    @Test
    void shouldShowEverySampleOnceWhileSamplesComeInAnyOrder(@TempDir Path parent) throws IOException {
        long start = System.currentTimeMillis() / EPOCH * EPOCH - 60 * EPOCH;
        Path copies = parent.resolve("copy");
        TsdbOptions options = OPTIONS.withOutOfOrderWindow(Duration.ofMillis(4 * EPOCH));
        SplittableRandom random = new SplittableRandom(7);
        Map<Labels, Map<Long, Double>> model = new TreeMap<>();
        try (Tsdb tsdb = Tsdb.open(directory, options)) {
            for (int tick = 0; tick < 300; tick++) {
                writeTick(tsdb, model, start + tick * 500L, tick);
                if (tick % 3 == 0 && tick > 80) {
                    Labels late = Labels.of("__name__", "steady", "s", "" + tick % 7);
                    long time = start + tick * 500L - random.nextLong(1, 39_000);
                    try (Appender appender = tsdb.appender()) {
                        appender.append(appender.series(late), start(late, time), time, -tick);
                        appender.commit();
                    }
                    model.computeIfAbsent(late, any -> new TreeMap<>()).putIfAbsent(time, (double) -tick);
                }
                if (tick % 30 == 7) {
                    long now = start + tick * 500L;
                    delete(tsdb, model, "s", "" + tick % 7, now - 20_000, now - 11_000);
                }
                if (tick % 20 == 0) {
                    assertThat(read(tsdb)).isEqualTo(model);
                }
                if (tick == 200) {
                    awaitBlocks(tsdb, 8);
                }
            }
            awaitBlocks(tsdb, 15);
            assertThat(read(tsdb)).isEqualTo(model);
            tsdb.snapshot(copies, true);
            try (BlockSet set = tsdb.blocks().catalog().acquire()) {
                assertThat(set.blocks())
                        .anyMatch(block ->
                                block.meta().compaction().hints().contains(BlockMeta.Compaction.FROM_OUT_OF_ORDER));
            }
            mergeOverlaps(tsdb);
            assertThat(read(tsdb)).isEqualTo(model);
        }
        try (Tsdb copy = Tsdb.open(copies, options)) {
            assertThat(read(copy)).isEqualTo(model);
        }
        try (Tsdb tsdb = Tsdb.open(directory, options)) {
            assertThat(read(tsdb)).isEqualTo(model);
        }
    }

    /** Merges until no two blocks share a time. */
    private static void mergeOverlaps(Tsdb tsdb) {
        CompactionLoop loop = new CompactionLoop(
                tsdb.blocks(),
                new BlockMerger(),
                tsdb.workplace(),
                CompactionLoop.Rules.of(CompactionPolicy.between(EPOCH, 3 * EPOCH), RetentionPolicy.NONE),
                CompactionListener.NONE);
        assertThat(loop.runOnce()).isTrue();
        try (BlockSet set = tsdb.blocks().catalog().acquire()) {
            assertThat(set.blocks())
                    .noneMatch(block -> set.blocks().stream()
                            .anyMatch(other -> other != block && other.meta().overlaps(block.meta())));
        }
    }

    @Test
    void shouldKnowHowFarASeriesReachesThatLeft() throws IOException {
        long start = System.currentTimeMillis() / EPOCH * EPOCH - 60 * EPOCH;
        TsdbOptions options = OPTIONS.withMinBlockDuration(Duration.ofMillis(10 * EPOCH));
        Labels once = Labels.of("__name__", "once", "id", "0");
        try (Tsdb tsdb = Tsdb.open(directory, options)) {
            for (int tick = 0; tick < 30; tick++) {
                writeTick(tsdb, new TreeMap<>(), start + 500 + tick * 500L, tick);
            }
            awaitFiles(directory.resolve("runs"));
            assertRefused(tsdb, once, start + 499);
            assertRefused(tsdb, once, start + 500);
            try (Appender appender = tsdb.appender()) {
                appender.append(appender.series(Labels.of("__name__", "never seen")), start + 500, 1);
                appender.append(appender.series(once), start(once, start + 501), start + 501, 1);
                appender.commit();
            }
            assertThat(read(tsdb).get(once)).isEqualTo(Map.of(start + 500, 0.0, start + 501, 1.0));
        }
    }

    private static void assertRefused(Tsdb tsdb, Labels labels, long time) {
        try (Appender appender = tsdb.appender()) {
            long series = appender.series(labels);
            assertThatThrownBy(() -> appender.append(series, time, 7)).hasMessageContaining("out of order");
        }
    }

    private static void awaitFiles(Path parent) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        boolean found = false;
        while (!found && System.nanoTime() < deadline) {
            try (Stream<Path> files = Files.list(parent)) {
                found = files.findAny().isPresent();
            }
            Thread.onSpinWait();
        }
        assertThat(parent).isNotEmptyDirectory();
    }

    @Test
    void shouldKeepTheHeadWhereACutOfAnotherDatabaseIsPut(@TempDir Path elsewhere) throws IOException {
        long start = System.currentTimeMillis() / EPOCH * EPOCH - 60 * EPOCH;
        Map<Labels, Map<Long, Double>> model = new TreeMap<>();
        try (Tsdb tsdb = Tsdb.open(directory, OPTIONS)) {
            writeTick(tsdb, model, start + 500, 1);
        }
        try (Tsdb other = Tsdb.open(elsewhere, OPTIONS)) {
            Map<Labels, Map<Long, Double>> foreign = new TreeMap<>();
            for (int tick = 0; tick < 60; tick++) {
                writeTick(other, foreign, start + tick * 500L, 1_000 + tick);
            }
            awaitBlocks(other, 1);
            try (BlockSet set = other.blocks().catalog().acquire()) {
                Path block = set.blocks().get(0).directory();
                copyTree(block, directory.resolve(block.getFileName()));
            }
        }

        try (Tsdb tsdb = Tsdb.open(directory, OPTIONS)) {
            assertThat(read(tsdb, LabelMatcher.equal("id", "1"))).hasSize(1);
            assertThat(read(tsdb, LabelMatcher.equal("id", "1000"))).hasSize(1);
        }
    }

    /** The copy is what a process leaves that is killed at that moment: nothing is written meanwhile. */
    @Test
    void shouldCutAnEpochOnceWhereTheProcessEndsRightBehindItsBlock(@TempDir Path parent) throws Exception {
        long start = System.currentTimeMillis() / EPOCH * EPOCH - 60 * EPOCH;
        Map<Labels, Map<Long, Double>> model = new TreeMap<>();
        Path copy = parent.resolve("killed");
        CompletableFuture<Void> copied = new CompletableFuture<>();
        LogOptions shortLog = new LogOptions(SyncPolicy.EVERY_COMMIT, Duration.ofSeconds(1), 1 << 20, 1 << 24, 1 << 19);
        try (Tsdb tsdb = Tsdb.open(directory, OPTIONS.withLog(shortLog))) {
            tsdb.blocks().whenAdded(() -> copied.complete(copyTree(directory, copy)));
            for (int tick = 0; tick <= 30; tick++) {
                writeTick(tsdb, model, start + tick * 500L, tick);
            }
            copied.get(30, TimeUnit.SECONDS);
        }

        try (Tsdb tsdb = Tsdb.open(copy, OPTIONS)) {
            assertThat(read(tsdb)).isEqualTo(model);
            for (int tick = 31; tick < 60; tick++) {
                writeTick(tsdb, model, start + tick * 500L, tick);
            }
            awaitBlocks(tsdb, 2);
            assertThat(read(tsdb)).isEqualTo(model);
            try (BlockSet set = tsdb.blocks().catalog().acquire()) {
                assertThat(set.blocks().stream().map(block -> block.meta().minTime()))
                        .doesNotHaveDuplicates();
            }
        }
    }

    private static Void copyTree(Path source, Path target) {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(source.relativize(file).toString()));
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeTick(Tsdb tsdb, Map<Labels, Map<Long, Double>> model, long time, int tick) {
        try (Appender appender = tsdb.appender()) {
            for (int s = 0; s < 5; s++) {
                put(appender, model, Labels.of("__name__", "steady", "s", "" + s), time, tick * s);
            }
            put(appender, model, Labels.of("__name__", "once", "id", "" + tick), time, tick);
            appender.commit();
        }
    }

    private static void put(
            Appender appender, Map<Labels, Map<Long, Double>> model, Labels labels, long time, double value) {
        appender.append(appender.series(labels), start(labels, time), time, value);
        model.computeIfAbsent(labels, any -> new TreeMap<>()).put(time, value);
    }

    private static long start(Labels labels, long time) {
        return StartRule.of(number(labels), time);
    }

    private static int number(Labels labels) {
        String number = labels.get("s") + labels.get("id");
        return number.isEmpty() ? 0 : Integer.parseInt(number);
    }

    private static void awaitBlocks(Tsdb tsdb, int count) {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        int found = 0;
        while (found < count && System.nanoTime() < deadline) {
            try (BlockSet set = tsdb.blocks().catalog().acquire()) {
                List<Block> blocks = set.blocks();
                found = blocks.size();
            }
            Thread.onSpinWait();
        }
        assertThat(found).isGreaterThanOrEqualTo(count);
    }

    private static Map<Labels, Map<Long, Double>> read(Tsdb tsdb, LabelMatcher... matchers) {
        Map<Labels, Map<Long, Double>> found = new TreeMap<>();
        try (View view = tsdb.view()) {
            SeriesSet set = view.querier(Long.MIN_VALUE, Long.MAX_VALUE).select(SelectHints.SORTED, List.of(matchers));
            SampleBuffer samples = new SampleBuffer();
            for (int i = 0; i < set.size(); i++) {
                samples.clear();
                set.reader().read(i, samples);
                StartRule.check(number(set.labels(i)), samples);
                Map<Long, Double> byTime = new TreeMap<>();
                for (int k = 0; k < samples.size(); k++) {
                    assertThat(byTime.put(samples.times()[k], samples.values()[k]))
                            .isNull();
                }
                if (!byTime.isEmpty()) {
                    found.put(set.labels(i), byTime);
                }
            }
        }
        return found;
    }
}
