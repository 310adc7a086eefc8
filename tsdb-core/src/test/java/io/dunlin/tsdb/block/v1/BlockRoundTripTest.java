package io.dunlin.tsdb.block.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.MemorySource;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.Utf8Order;
import io.dunlin.tsdb.storage.LabelColumn;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoMemoryLeak.class)
class BlockRoundTripTest {
    private static final Ulid ULID = Ulid.parse("01ARYZ6S41TSV4RRFFQ69G5FAV");
    private static final long MAX_TIME = 1_000_000;

    @TempDir
    private Path directory;

    @Test
    void answersWhatWasWritten() throws IOException {
        MemorySource source = randomSource(new Random(1), 300);
        BlockMeta meta = TestBlocks.write(directory, source, ULID, 0, MAX_TIME);
        try (BlockReader block = TestBlocks.open(directory.resolve(ULID.toString()))) {
            assertThat(block.meta()).isEqualTo(meta);
            assertThat(meta.stats().series()).isEqualTo(source.samples().size());
            assertThat(meta.stats().samples())
                    .isEqualTo(source.samples().values().stream()
                            .mapToLong(samples -> samples.size())
                            .sum());
            assertThat(TestBlocks.query(block, 0, MAX_TIME)).isEqualTo(expected(source, 0, MAX_TIME));
            assertThat(TestBlocks.query(block, 2_000, 5_000)).isEqualTo(expected(source, 2_000, 5_000));
            assertThat(TestBlocks.query(block, 3_000, 3_000)).isEqualTo(expected(source, 3_000, 3_000));
        }
        try (Stream<Path> left = Files.list(directory.resolve("tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void meetsMatchers(boolean withSamples) throws IOException {
        MemorySource source = randomSource(new Random(2), 400);
        TestBlocks.write(directory, source, ULID, 0, MAX_TIME);
        Path path = directory.resolve(ULID.toString());
        if (!withSamples) {
            Files.delete(path.resolve(IndexSampleLayout.FILE_NAME));
        }
        Random random = new Random(3);
        try (BlockReader block = TestBlocks.open(path)) {
            for (int i = 0; i < 500; i++) {
                LabelMatcher[] matchers = randomMatchers(random);
                Map<Labels, String> expected = expected(source, 0, MAX_TIME);
                for (LabelMatcher matcher : matchers) {
                    expected.keySet().removeIf(labels -> !matcher.matches(labels.get(matcher.name())));
                }
                assertThat(TestBlocks.query(block, 0, MAX_TIME, matchers))
                        .as(List.of(matchers).toString())
                        .isEqualTo(expected);
                checkLabels(block.querier(0, MAX_TIME), expected, matchers);
            }
        }
    }

    private static void checkLabels(Querier querier, Map<Labels, String> expected, LabelMatcher... matchers) {
        TreeSet<String> names = new TreeSet<>(Utf8Order.COMPARATOR);
        TreeSet<String> values = new TreeSet<>(Utf8Order.COMPARATOR);
        for (Labels labels : expected.keySet()) {
            labels.forEach(label -> names.add(label.name()));
            if (labels.has("instance")) {
                values.add(labels.get("instance"));
            }
        }
        assertThat(querier.labelNames(List.of(matchers), 0)).containsExactlyElementsOf(names);
        assertThat(querier.labelValues("instance", List.of(matchers), 0)).containsExactlyElementsOf(values);
        assertThat(querier.labelValues("instance", List.of(matchers), 3))
                .containsExactlyElementsOf(values.stream().limit(3).toList());
        SeriesSet set = querier.select(SelectHints.SORTED, List.of(matchers));
        LabelColumn column = set.column("instance");
        for (int i = 0; i < set.size(); i++) {
            assertThat(column.value(column.ids()[i])).isEqualTo(set.labels(i).get("instance"));
            assertThat(column.ids()[i]).isLessThan(column.bound());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 257, 700})
    void holdsPostingsListsOfAnyLength(int series) throws IOException {
        MemorySource source = new MemorySource();
        for (int i = 0; i < series; i++) {
            source.add(Labels.of("instance", "host-" + i, "job", "all"), i, i);
        }
        TestBlocks.write(directory, source, ULID, 0, MAX_TIME);
        try (BlockReader block = TestBlocks.open(directory.resolve(ULID.toString()))) {
            assertThat(TestBlocks.query(block, 0, MAX_TIME, LabelMatcher.equal("job", "all")))
                    .isEqualTo(expected(source, 0, MAX_TIME));
            assertThat(TestBlocks.query(block, 0, MAX_TIME, LabelMatcher.equal("instance", "host-0")))
                    .hasSize(1);
        }
    }

    @Test
    void holdsExtremes() throws IOException {
        MemorySource source = new MemorySource();
        source.add(Labels.of("a", "x".repeat(100_000)), Long.MIN_VALUE / 4, Double.NaN)
                .add(Labels.of("a", "x".repeat(100_000)), Long.MAX_VALUE / 4, Double.NEGATIVE_INFINITY)
                .add(Labels.of("a", "\uD83D\uDE00"), 0, -0.0)
                .add(Labels.of("a", "\uFFFF"), -1, Double.MIN_VALUE)
                .add(Labels.of("\uD83D\uDE00", "a", "a", "\n"), 7, 1);
        TestBlocks.write(directory, source, ULID, Long.MIN_VALUE, Long.MAX_VALUE);
        try (BlockReader block = TestBlocks.open(directory.resolve(ULID.toString()))) {
            assertThat(TestBlocks.query(block, Long.MIN_VALUE, Long.MAX_VALUE))
                    .isEqualTo(expected(source, Long.MIN_VALUE, Long.MAX_VALUE));
            assertThat(TestBlocks.query(block, 0, 0, LabelMatcher.equal("a", "\uD83D\uDE00")))
                    .hasSize(1);
        }
    }

    @Test
    void isASourceOfItself() throws IOException {
        MemorySource source = randomSource(new Random(4), 200);
        TestBlocks.write(directory, source, ULID, 0, MAX_TIME);
        Ulid copy = new Ulid(1, 1);
        try (BlockReader block = TestBlocks.open(directory.resolve(ULID.toString()))) {
            TestBlocks.write(directory, block.source(), copy, 0, MAX_TIME);
        }
        for (String file : new String[] {"index", "samples", "chunks/000001", "chunks/000002"}) {
            assertThat(directory.resolve(copy.toString()).resolve(file))
                    .hasSameBinaryContentAs(directory.resolve(ULID.toString()).resolve(file));
        }
    }

    static Map<Labels, String> expected(MemorySource source, long minTime, long maxTime) {
        TreeMap<Labels, String> expected = new TreeMap<>();
        source.samples().forEach((labels, samples) -> {
            String printed = TestBlocks.print(samples, minTime, maxTime);
            if (!printed.isEmpty()) {
                expected.put(labels, printed);
            }
        });
        return expected;
    }

    static MemorySource randomSource(Random random, int series) {
        MemorySource source = new MemorySource(1 + random.nextInt(20));
        for (int i = 0; i < series; i++) {
            Labels.Builder labels = Labels.builder().set("__name__", "metric_" + random.nextInt(5));
            labels.set("job", List.of("", "api", "db", "äö", "\uD83D\uDE00").get(random.nextInt(5)));
            labels.set("instance", random.nextInt(3) == 0 ? "" : "host-" + random.nextInt(150));
            if (random.nextInt(4) == 0) {
                labels.set("label_" + random.nextInt(40), "v");
            }
            addSamples(source, labels.build(), random);
        }
        return source;
    }

    private static void addSamples(MemorySource source, Labels labels, Random random) {
        if (source.samples().containsKey(labels)) {
            return;
        }
        long time = random.nextInt(4_000);
        int count = 1 + random.nextInt(60);
        for (int i = 0; i < count; i++) {
            source.add(labels, time, random.nextInt(3) == 0 ? random.nextGaussian() : random.nextInt(10));
            time += 1 + random.nextInt(300);
        }
    }

    private static LabelMatcher[] randomMatchers(Random random) {
        List<LabelMatcher> matchers = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            LabelMatcher.Type type = LabelMatcher.Type.values()[random.nextInt(4)];
            String name =
                    List.of("__name__", "job", "instance", "label_7", "absent").get(random.nextInt(5));
            List<String> values = type == LabelMatcher.Type.REGEX || type == LabelMatcher.Type.NOT_REGEX
                    ? List.of("", ".*", ".+", "metric_[1-3]", "host-1.*", "api|db", "host-(1|22|303)", "v?")
                    : List.of("", "metric_1", "metric_9", "api", "äö", "host-7", "v");
            matchers.add(new LabelMatcher(type, name, values.get(random.nextInt(values.size()))));
        }
        return matchers.toArray(new LabelMatcher[0]);
    }
}
