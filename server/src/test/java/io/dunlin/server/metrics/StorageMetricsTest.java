package io.dunlin.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.TsdbOptions;
import io.dunlin.tsdb.head.HeadLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageMetricsTest {
    @TempDir
    private Path directory;

    private static List<String> page(Tsdb tsdb) {
        MetricWriter out = new MetricWriter();
        new StorageMetrics(tsdb, HeadLimits.NONE).write(out);
        return out.toString().lines().toList();
    }

    @Test
    void tellsOfDamagedFilesOfTheHeadUntilTheyAreRemoved() throws IOException {
        Path damaged = directory.resolve("damaged");
        try (Tsdb tsdb = Tsdb.open(directory, TsdbOptions.DEFAULT)) {
            assertThat(page(tsdb)).contains("dunlin_head_damaged 0");
            Files.createDirectories(damaged.resolve("00000003"));
            assertThat(page(tsdb)).contains("dunlin_head_damaged 1");
            Files.delete(damaged.resolve("00000003"));
            Files.delete(damaged);
            assertThat(page(tsdb)).contains("dunlin_head_damaged 0");
            // As a disk that does not tell.
            Files.createFile(damaged);
            assertThat(page(tsdb)).contains("dunlin_head_damaged NaN", "dunlin_blocks_damaged 0");
        }
    }
}
