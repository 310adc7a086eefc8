package io.dunlin.tsdb.block.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.block.MemorySource;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.StartRule;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Blocks that were written once and must be written and read like that for ever: {@code golden/block/written} by {@link
 * #write}, {@code golden/block/prometheus} by promtool 2.42 from the same samples, {@code golden/block/starts} by {@link
 * #writeStarts}.
 */
@ExtendWith(NoMemoryLeak.class)
class BlockGoldenTest {
    private static final Ulid ULID = Ulid.parse("01G0DEN0000000000000000001");
    private static final long START = 1_600_000_000_000L;
    private static final int KINDS_OF_STARTS = 4;
    private static final int DELETED = 2;
    private static final int SAMPLES = 130;

    @TempDir
    private Path directory;

    @Test
    void writesTheSameBytes() throws IOException {
        requireSameFiles(write(directory), resource("written"));
    }

    private static void requireSameFiles(Path written, Path golden) throws IOException {
        List<Path> files = files(golden);
        assertThat(files(written)).isEqualTo(files);
        for (Path file : files) {
            assertThat(written.resolve(file)).as(file.toString()).hasSameBinaryContentAs(golden.resolve(file));
        }
    }

    @Test
    void writesTheSameStartsAndTombstones() throws IOException {
        requireSameFiles(writeStarts(directory), resource("starts"));
    }

    @Test
    void readsStartsAndTombstonesThatWereWritten() {
        try (BlockReader block = TestBlocks.open(resource("starts"))) {
            SeriesSet set = block.querier(Long.MIN_VALUE, Long.MAX_VALUE).select(SelectHints.SORTED, List.of());
            assertThat(set.size()).isEqualTo(KINDS_OF_STARTS + 1);
            SampleBuffer samples = new SampleBuffer();
            for (int i = 0; i < KINDS_OF_STARTS; i++) {
                samples.clear();
                set.reader().read(i, samples);
                assertThat(set.labels(i).get("kind")).isEqualTo("" + i);
                StartRule.check(i, samples);
                assertThat(samples.size()).isEqualTo(i == DELETED ? SAMPLES - 10 : SAMPLES);
                assertThat(samples.times()[samples.size() - 1]).isEqualTo(START + (SAMPLES - 1) * 15_000L);
                assertThat(samples.values()[samples.size() - 1]).isEqualTo(i * 0.5 + SAMPLES - 1);
            }
            samples.clear();
            set.reader().read(KINDS_OF_STARTS, samples);
            assertThat(samples.size()).isEqualTo(2);
            assertThat(samples.histograms()[1].count()).isEqualTo(8);
            assertThat(samples.histograms()[1].positiveBuckets()).containsExactly(3, 4);
        }
    }

    @Test
    void readsWhatWasWritten() {
        try (BlockReader block = TestBlocks.open(resource("written"))) {
            assertThat(TestBlocks.query(block, 0, Long.MAX_VALUE))
                    .isEqualTo(BlockRoundTripTest.expected(source(), 0, Long.MAX_VALUE));
        }
    }

    @Test
    void readsWhatPrometheusWrote() {
        try (BlockReader block = TestBlocks.open(resource("prometheus"))) {
            assertThat(TestBlocks.query(block, 0, Long.MAX_VALUE))
                    .isEqualTo(BlockRoundTripTest.expected(source(), 0, Long.MAX_VALUE));
            assertThat(TestBlocks.query(block, 0, Long.MAX_VALUE, LabelMatcher.equal("host", "ä")))
                    .hasSize(1);
        }
    }

    private static MemorySource source() {
        MemorySource source = new MemorySource();
        for (String host : new String[] {"a", "b", "ä"}) {
            for (int i = 0; i < 130; i++) {
                double value = host.equals("b") ? i * 0.1 : Math.floor(i / 10.0);
                source.add(Labels.of("__name__", "golden", "host", host), START + i * 15_000L + i % 7, value);
            }
        }
        return source;
    }

    private static Labels withStarts(int series) {
        return Labels.of("__name__", "golden", "kind", "" + series);
    }

    /** One series of each rule for starts, a histogram, and ten samples of one series deleted. */
    private static Path writeStarts(Path parent) throws IOException {
        MemorySource source = new MemorySource();
        for (int i = 0; i < SAMPLES; i++) {
            long time = START + i * 15_000L;
            for (int kind = 0; kind < KINDS_OF_STARTS; kind++) {
                source.add(withStarts(kind), StartRule.of(kind, time), time, kind * 0.5 + i);
            }
        }
        for (int i = 0; i < 2; i++) {
            FloatHistogram histogram = new FloatHistogram(
                    3,
                    FloatHistogram.CounterResetHint.UNKNOWN,
                    0.001,
                    1,
                    7 + i,
                    2.5,
                    new int[] {0, 2},
                    new double[] {2 + i, 4},
                    new int[0],
                    new double[0],
                    new double[0]);
            source.add(Labels.of("__name__", "golden_histogram"), START + i * 15_000L, histogram);
        }
        TestBlocks.write(parent, source, ULID, START, START + 7_200_000);
        Path path = parent.resolve(ULID.toString());
        try (BlockReader block = TestBlocks.open(path)) {
            block.delete(START + 15_000, START + 150_000, List.of(LabelMatcher.equal("kind", "" + DELETED)));
        }
        return path;
    }

    private static Path write(Path parent) throws IOException {
        TestBlocks.write(parent, source(), ULID, START, START + 7_200_000);
        return parent.resolve(ULID.toString());
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(root::relativize)
                    .sorted()
                    .toList();
        }
    }

    private static Path resource(String name) {
        try {
            return Path.of(
                    BlockGoldenTest.class.getResource("/golden/block/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes the golden block anew into a directory, and the text that promtool makes its own from. */
    public static void main(String[] arguments) throws IOException {
        Path parent = Path.of(arguments[0]);
        write(parent);
        writeStarts(parent.resolve("starts"));
        StringBuilder text = new StringBuilder("# TYPE golden gauge\n");
        source().samples().forEach((labels, samples) -> {
            for (int i = 0; i < samples.size(); i++) {
                text.append("golden{host=\"").append(labels.get("host")).append("\"} ");
                text.append(samples.values()[i]).append(' ');
                text.append(samples.times()[i] / 1000.0).append('\n');
            }
        });
        Files.writeString(parent.resolve("golden.om"), text + "# EOF\n");
    }
}
