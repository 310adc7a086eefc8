package io.dunlin.tsdb.block.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.block.MemorySource;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * An index of more than 2 GiB, most of it a hole, whose sections lie far apart: offsets do not fit an integer and every
 * section is in another window of the mapping. One full of series is {@code LargeIndexCheck} in the benchmarks.
 */
@ExtendWith(NoMemoryLeak.class)
class LargeIndexTest {
    private static final Ulid ULID = Ulid.parse("01ARYZ6S41TSV4RRFFQ69G5FAV");
    private static final BlockWriter.Sizes SIZES = new BlockWriter.Sizes(1 << 20, 100, (1200L << 20) + 16);

    @TempDir
    private Path directory;

    @Test
    void writesReopensQueriesAndReadsAsASource() throws IOException {
        MemorySource source = new MemorySource();
        for (int i = 0; i < 500; i++) {
            source.add(Labels.of("__name__", "m", "id", "id-" + i, "tenant", "t" + i % 7), i, i)
                    .add(Labels.of("__name__", "m", "id", "id-" + i, "tenant", "t" + i % 7), i + 1000, 2 * i);
        }
        TestBlocks.write(Disk.system(), directory, source, ULID, 0, 2_000, SIZES);
        Path path = directory.resolve(ULID.toString());
        assertThat(Files.size(path.resolve("index"))).isGreaterThan(2L << 30);
        Map<Labels, String> all = readAndCheck(path);
        assertThat(BlockVerifier.verify(Disk.system(), TestBlocks.OFF_HEAP, path, series -> {}))
                .isEmpty();

        Files.delete(path.resolve("samples"));
        Files.delete(path.resolve("sums"));
        assertThat(readAndCheck(path)).isEqualTo(all);
    }

    private Map<Labels, String> readAndCheck(Path path) throws IOException {
        try (BlockReader block = TestBlocks.open(path)) {
            Map<Labels, String> all = TestBlocks.query(block, 0, 2_000);
            assertThat(all).hasSize(500);
            assertThat(TestBlocks.query(block, 0, 2_000, LabelMatcher.equal("id", "id-77")))
                    .hasSize(1);
            assertThat(TestBlocks.query(block, 0, 2_000, LabelMatcher.equal("tenant", "t3")))
                    .hasSize(71);
            Path copies = Files.createTempDirectory(directory, "copy");
            TestBlocks.write(copies, block.source(), ULID, 0, 2_000);
            try (BlockReader copy = TestBlocks.open(copies.resolve(ULID.toString()))) {
                assertThat(TestBlocks.query(copy, 0, 2_000)).isEqualTo(all);
            }
            return all;
        }
    }
}
