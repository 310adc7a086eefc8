package io.dunlin.tsdb.block.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.block.MemorySource;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
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
 * #write}, {@code golden/block/prometheus} by promtool 2.42 from the same samples.
 */
@ExtendWith(NoMemoryLeak.class)
class BlockGoldenTest {
    private static final Ulid ULID = Ulid.parse("01G0DEN0000000000000000001");
    private static final long START = 1_600_000_000_000L;

    @TempDir
    private Path directory;

    @Test
    void writesTheSameBytes() throws IOException {
        Path written = write(directory);
        Path golden = resource("written");
        List<Path> files = files(golden);
        assertThat(files(written)).isEqualTo(files);
        for (Path file : files) {
            assertThat(written.resolve(file)).as(file.toString()).hasSameBinaryContentAs(golden.resolve(file));
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
