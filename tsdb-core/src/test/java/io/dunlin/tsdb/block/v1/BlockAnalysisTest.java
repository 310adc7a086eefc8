package io.dunlin.tsdb.block.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.block.MemorySource;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.block.v1.BlockAnalysis.Count;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.model.Labels;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoMemoryLeak.class)
class BlockAnalysisTest {
    @TempDir
    private Path directory;

    @Test
    void tellsWhereTheCardinalityComesFrom() throws IOException {
        MemorySource source = new MemorySource();
        for (int i = 0; i < 10; i++) {
            Labels labels = Labels.of("__name__", i < 7 ? "many" : "few", "request", "id-" + i, "job", "x");
            source.add(labels, 0, 1).add(labels, i < 5 ? 250 : 1000, 1);
        }
        Ulid ulid = new Ulid(1, 1);
        TestBlocks.write(directory, source, ulid, 0, 1000 + 1);
        BlockAnalysis analysis = BlockAnalysis.of(
                Disk.system(),
                TestBlocks.OFF_HEAP,
                directory.resolve(ulid.toString()),
                2,
                (done, total) -> assertThat(total).isEqualTo(13));
        assertThat(analysis.labelNames()).isEqualTo(3);
        assertThat(analysis.labelPairs()).isEqualTo(13);
        assertThat(analysis.postingsEntries()).isEqualTo(30);
        assertThat(analysis.metrics()).extracting(Count::text).containsExactly("many", "few");
        assertThat(analysis.metrics()).extracting(Count::count).containsExactly(7L, 3L);
        assertThat(analysis.commonPairs()).extracting(Count::text).containsExactly("job=x", "__name__=many");
        assertThat(analysis.namesByValues()).extracting(Count::text).containsExactly("request", "__name__");
        assertThat(analysis.namesByValueLength()).extracting(Count::count).containsExactly(40L, 7L);
        assertThat(analysis.churningPairs().get(0).text()).isIn("job=x", "__name__=many");
        assertThat(analysis.churningPairs().get(1).churn()).isBetween(3.7, 3.8);
    }
}
