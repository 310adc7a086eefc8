package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.MemorySource;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.query.QuerierContractTest;
import io.dunlin.tsdb.storage.Querier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;

class BlockQuerierContractTest extends QuerierContractTest {
    @TempDir
    private Path directory;

    private long written;

    @Override
    protected Subject subject(Map<Labels, ? extends Map<Long, Double>> samples) throws IOException {
        MemorySource source = new MemorySource();
        samples.forEach((labels, series) -> series.forEach((time, value) -> source.add(labels, time, value)));
        Ulid ulid = Ulid.of(START + written++, new SplittableRandom(written));
        BlockMeta meta = TestBlocks.write(
                Disk.system(), directory, source, ulid, START, START + 1_000_000, BlockWriter.Sizes.DEFAULT);
        BlockReader block = TestBlocks.open(directory.resolve(meta.ulid().toString()));
        return new Subject() {
            @Override
            public Querier querier(long minTime, long maxTime) {
                return block.querier(minTime, maxTime);
            }

            @Override
            public void close() {
                block.close();
            }
        };
    }
}
