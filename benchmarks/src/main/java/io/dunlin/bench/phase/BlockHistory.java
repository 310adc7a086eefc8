package io.dunlin.bench.phase;

import io.dunlin.bench.load.LoadSet;
import io.dunlin.compaction.Backfill;
import io.dunlin.compaction.BlockMerger;
import io.dunlin.compaction.CompactionListener;
import io.dunlin.compaction.CompactionLoop;
import io.dunlin.compaction.CompactionPolicy;
import io.dunlin.compaction.RetentionPolicy;
import io.dunlin.tsdb.block.BlockDirectory;
import io.dunlin.tsdb.block.Compactor;
import io.dunlin.tsdb.block.v1.PrometheusBlockFormat;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import java.io.IOException;
import java.nio.file.Path;

/** Days of a load as blocks, cut every six hours and merged as a server that ran for so long has them. */
final class BlockHistory {
    /** The length of a cut in milliseconds. */
    static final long CUT = 21_600_000;

    private static final long LONGEST = 31 * 86_400_000L / 10;
    private static final long MEMORY = 1L << 30;

    private final LoadSet load;
    private final long interval;

    /** Makes it of a load with a sample every so many milliseconds. */
    BlockHistory(LoadSet load, long interval) {
        this.load = load;
        this.interval = interval;
    }

    /** Writes blocks into a directory, from a time that a cut begins at; returns how many samples they have. */
    long write(Path directory, long start, int cuts) throws IOException {
        OffHeap offHeap = OffHeap.withLimit(MEMORY);
        Path temporary = directory.resolveSibling(directory.getFileName() + ".tmp");
        Compactor.Workplace workplace = new Compactor.Workplace(Disk.system(), offHeap, temporary);
        Disk.system().createDirectories(directory);
        long perCut = CUT / interval;
        for (int cut = 0; cut < cuts; cut++) {
            try (Backfill backfill = new Backfill(workplace, start + cut * CUT, CUT)) {
                for (int series = 0; series < load.size(); series++) {
                    append(backfill, series, start, cut * perCut, (cut + 1) * perCut);
                }
                if (backfill.write(directory).isEmpty()) {
                    throw new IOException("a block came out empty: directory=" + directory + " cut=" + cut);
                }
            }
        }
        try (BlockDirectory blocks = new BlockDirectory(
                Disk.system(), new PrometheusBlockFormat(Disk.system(), offHeap), directory, temporary)) {
            CompactionLoop.Rules rules =
                    CompactionLoop.Rules.of(CompactionPolicy.between(CUT, LONGEST), RetentionPolicy.NONE);
            CompactionLoop loop =
                    new CompactionLoop(blocks, new BlockMerger(), workplace, rules, CompactionListener.NONE);
            if (!loop.runOnce()) {
                throw new IOException("blocks were not merged: directory=" + directory);
            }
        }
        Disk.system().deleteTree(temporary);
        return cuts * perCut * load.size();
    }

    private void append(Backfill backfill, int series, long start, long from, long to) {
        try (Appender appender = backfill.appender()) {
            long reference = appender.series(Labels.of(load.labels(series).toArray(new String[0])));
            for (long step = from; step < to; step++) {
                appender.append(reference, start + step * interval, load.value(series, step));
            }
            appender.commit();
        }
    }
}
