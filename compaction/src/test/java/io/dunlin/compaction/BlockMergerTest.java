package io.dunlin.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.block.Block;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.Compactor.Job;
import io.dunlin.tsdb.block.Compactor.Workplace;
import io.dunlin.tsdb.block.MemorySource;
import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.block.v1.BlockReader;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoMemoryLeak.class)
class BlockMergerTest {
    private static final long MIN = 1_000;
    private static final long MAX = 9_000;

    private final OffHeap offHeap = OffHeap.poisoning(1L << 30);
    private final BlockMerger merger = new BlockMerger(InstantSource.system(), new Random(1));

    @TempDir
    private Path directory;

    private Workplace workplace;

    @BeforeEach
    void setUp() {
        workplace = new Workplace(Disk.system(), offHeap, directory.resolve("tmp"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void mergesSampleBySampleAndTheFirstSourceWins(int sourceCount) throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<SeriesSource> sources = new ArrayList<>();
            TreeMap<Labels, NavigableMap<Long, Double>> expected = new TreeMap<>();
            for (int i = 0; i < sourceCount; i++) {
                MemorySource source = randomSource(random);
                sources.add(source);
                source.samples().forEach((labels, samples) -> expect(expected, labels, samples));
            }
            BlockMeta meta = merger.write(Job.cut(workplace, directory, MIN, MAX), sources)
                    .orElseThrow();
            try (Block block = open(meta)) {
                assertThat(read(block)).as("seed " + seed).isEqualTo(print(expected));
                assertThat(block.meta()).isEqualTo(meta);
            }
            assertThat(meta.stats().series()).isEqualTo(expected.size());
            assertThat(meta.stats().samples())
                    .isEqualTo(expected.values().stream().mapToLong(Map::size).sum());
            assertThat(meta.compaction()).isEqualTo(BlockMeta.Compaction.first(meta.ulid()));
        }
        try (Stream<Path> left = Files.list(directory.resolve("tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void joinsTheChunksOfABlockButNotThoseOfARun() throws IOException {
        MemorySource source = new MemorySource(120);
        for (int i = 0; i < 480; i++) {
            source.add(Labels.of("__name__", "steady"), MIN + i, i);
        }
        source.add(Labels.of("__name__", "once"), MIN + 7, 1);
        BlockMeta block = merger.write(Job.cut(workplace, directory, MIN, MAX), List.of(source))
                .orElseThrow();
        BlockMeta run = merger.write(Job.run(workplace, directory, MIN, MAX), List.of(source))
                .orElseThrow();
        assertThat(block.stats().chunks()).isEqualTo(2);
        assertThat(run.stats().chunks()).isEqualTo(5);
        try (Block cut = open(block);
                Block same = open(run)) {
            assertThat(read(cut)).isEqualTo(read(same));
        }
    }

    @Test
    void mergesBlocksIntoTheNextLevel() throws IOException {
        MemorySource first = new MemorySource().add(Labels.of("__name__", "a"), 10, 1);
        MemorySource second =
                new MemorySource().add(Labels.of("__name__", "a"), 110, 2).add(Labels.of("__name__", "b"), 120, 3);
        BlockMeta left = merger.write(Job.cut(workplace, directory, 0, 100), List.of(first))
                .orElseThrow();
        BlockMeta right = merger.write(Job.cut(workplace, directory, 100, 200), List.of(second))
                .orElseThrow();
        BlockMeta both;
        try (Block a = open(left);
                Block b = open(right)) {
            Job job = new Job(workplace, directory, 0, 200, List.of(left, right), () -> false);
            both = merger.write(job, List.of(a.source(), b.source())).orElseThrow();
        }
        assertThat(both.compaction().level()).isEqualTo(2);
        assertThat(both.compaction().sources()).containsExactlyInAnyOrder(left.ulid(), right.ulid());
        assertThat(both.compaction().parents()).containsExactly(left.asParent(), right.asParent());
        try (Block block = open(both)) {
            assertThat(read(block))
                    .containsExactly(
                            Map.entry(Labels.of("__name__", "a"), "10=1.0 110=2.0 "),
                            Map.entry(Labels.of("__name__", "b"), "120=3.0 "));
        }
    }

    @Test
    void mergesHistogramsOfEitherKindWithFloats() throws IOException {
        Labels labels = Labels.of("__name__", "h");
        MemorySource whole = new MemorySource();
        MemorySource fractions = new MemorySource();
        MemorySource floats = new MemorySource();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            long time = MIN + 10L * i;
            if (i % 50 < 20) {
                whole.add(labels, time, histogram(i));
                expected.append(time).append("=h").append((double) i).append(' ');
            } else if (i % 50 < 40) {
                fractions.add(labels, time, histogram(i + 0.5));
                expected.append(time).append("=h").append(i + 0.5).append(' ');
            } else {
                floats.add(labels, time, i);
                expected.append(time).append('=').append((double) i).append(' ');
            }
        }
        BlockMeta meta = merger.write(Job.cut(workplace, directory, MIN, MAX), List.of(whole, fractions, floats))
                .orElseThrow();
        assertThat(meta.stats().histogramSamples()).isEqualTo(240);
        assertThat(meta.stats().floatSamples()).isEqualTo(60);
        try (Block block = open(meta)) {
            assertThat(read(block)).containsExactly(Map.entry(labels, expected.toString()));
            Job again = new Job(workplace, directory, MIN, MAX, List.of(meta), () -> false);
            try (Block copy = open(merger.write(again, List.of(block.source())).orElseThrow())) {
                assertThat(read(copy)).containsExactly(Map.entry(labels, expected.toString()));
            }
        }
    }

    private static FloatHistogram histogram(double count) {
        return new FloatHistogram(
                1,
                FloatHistogram.CounterResetHint.UNKNOWN,
                0.001,
                0,
                count,
                3 * count,
                new int[] {0, 2},
                new double[] {Math.floor(count), count - Math.floor(count)},
                new int[] {},
                new double[] {},
                null);
    }

    @Test
    void makesNoBlockWithoutSamples() throws IOException {
        MemorySource outside = new MemorySource().add(Labels.of("__name__", "a"), MAX, 1);
        assertThat(merger.write(Job.cut(workplace, directory, MIN, MAX), List.of(outside)))
                .isEqualTo(Optional.empty());
        assertThat(merger.write(Job.cut(workplace, directory, MIN, MAX), List.of()))
                .isEmpty();
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(directory.resolve("tmp"));
        }
    }

    @Test
    void leavesNothingBehindWhenCancelled() throws IOException {
        MemorySource source = randomSource(new Random(3));
        Job job = new Job(workplace, directory, MIN, MAX, List.of(), () -> true);
        assertThatThrownBy(() -> merger.write(job, List.of(source))).isInstanceOf(CancellationException.class);
        try (Stream<Path> left = Files.walk(directory)) {
            assertThat(left).containsExactly(directory, directory.resolve("tmp"));
        }
    }

    private Block open(BlockMeta meta) {
        return BlockReader.open(
                Disk.system(), offHeap, directory.resolve(meta.ulid().toString()), damage -> {});
    }

    private static MemorySource randomSource(Random random) {
        MemorySource source = new MemorySource(1 + random.nextInt(10));
        for (int i = 0; i < 30; i++) {
            Labels labels = Labels.of("__name__", "m" + random.nextInt(20), "x", random.nextBoolean() ? "" : "y");
            if (source.samples().containsKey(labels)) {
                continue;
            }
            long time = random.nextInt(6_000);
            for (int n = random.nextInt(40); n >= 0; n--) {
                source.add(labels, time, random.nextInt(100));
                time += 1 + random.nextInt(random.nextInt(10) == 0 ? 5_000 : 50);
            }
        }
        return source;
    }

    private static void expect(Map<Labels, NavigableMap<Long, Double>> expected, Labels labels, SampleBuffer samples) {
        for (int i = 0; i < samples.size(); i++) {
            long time = samples.times()[i];
            if (time >= MIN && time < MAX) {
                expected.computeIfAbsent(labels, key -> new TreeMap<>()).putIfAbsent(time, samples.values()[i]);
            }
        }
    }

    private static Map<Labels, String> print(Map<Labels, NavigableMap<Long, Double>> series) {
        TreeMap<Labels, String> printed = new TreeMap<>();
        series.forEach((labels, samples) -> {
            StringBuilder out = new StringBuilder();
            samples.forEach(
                    (time, value) -> out.append(time).append('=').append(value).append(' '));
            printed.put(labels, out.toString());
        });
        return printed;
    }

    private static Map<Labels, String> read(Block block) {
        SeriesSet set = block.querier(Long.MIN_VALUE, Long.MAX_VALUE).select(SelectHints.SORTED, List.of());
        SeriesReader reader = set.reader();
        TreeMap<Labels, String> read = new TreeMap<>();
        for (int i = 0; i < set.size(); i++) {
            SampleBuffer buffer = new SampleBuffer();
            reader.read(i, buffer);
            StringBuilder out = new StringBuilder();
            for (int n = 0; n < buffer.size(); n++) {
                out.append(buffer.times()[n]).append('=');
                if (buffer.hasHistograms() && buffer.histograms()[n] != null) {
                    out.append('h').append(buffer.histograms()[n].count());
                } else {
                    out.append(buffer.values()[n]);
                }
                out.append(' ');
            }
            read.put(set.labels(i), out.toString());
        }
        return read;
    }
}
