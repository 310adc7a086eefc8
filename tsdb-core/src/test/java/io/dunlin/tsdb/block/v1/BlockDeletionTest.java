package io.dunlin.tsdb.block.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.block.MemorySource;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.SelectHints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoMemoryLeak.class)
class BlockDeletionTest {
    private static final Ulid ULID = Ulid.parse("01ARYZ6S41TSV4RRFFQ69G5FAV");
    private static final List<LabelMatcher> ALL = List.of(LabelMatcher.equal("__name__", "m"));

    @TempDir
    private Path directory;

    private int found(BlockReader block, long minTime, long maxTime) {
        return block.querier(minTime, maxTime).select(SelectHints.NONE, ALL).size();
    }

    @Test
    void findsNoSeriesOfWhichEverythingInTheRangeIsDeleted() throws IOException {
        MemorySource source = new MemorySource();
        for (String id : new String[] {"a", "b", "c"}) {
            source.add(Labels.of("__name__", "m", "id", id), 10, 1).add(Labels.of("__name__", "m", "id", id), 900, 2);
        }
        TestBlocks.write(directory, source, ULID, 0, 1000);
        Path path = directory.resolve(ULID.toString());
        try (BlockReader block = TestBlocks.open(path)) {
            assertThat(block.delete(0, 999, List.of(LabelMatcher.equal("id", "a"))))
                    .isTrue();
            assertThat(found(block, 0, 999)).isEqualTo(3);
        }
        try (BlockReader block = TestBlocks.open(path)) {
            assertThat(block.delete(0, 500, List.of(LabelMatcher.equal("id", "b"))))
                    .isTrue();
        }
        try (BlockReader block = TestBlocks.open(path)) {
            assertThat(found(block, 0, 999)).isEqualTo(2);
            assertThat(TestBlocks.query(block, 0, 999)).hasSize(2);
            assertThat(block.querier(0, 999)
                            .select(new SelectHints(0, 0, "series", 1, true), ALL)
                            .labels(0)
                            .get("id"))
                    .isEqualTo("b");
        }
    }
}
