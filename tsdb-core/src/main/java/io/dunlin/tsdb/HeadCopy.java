package io.dunlin.tsdb;

import io.dunlin.tsdb.block.Block;
import io.dunlin.tsdb.block.BlockDirectory;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.BlockSet;
import io.dunlin.tsdb.block.Compactor;
import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.head.Head;
import io.dunlin.tsdb.head.HeadView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes all samples that are in no block yet, in the head and in runs, to one block of a copy of the database. */
final class HeadCopy {
    private final Head head;
    private final BlockDirectory runs;
    private final Compactor.Workplace workplace;

    HeadCopy(Head head, BlockDirectory runs, Compactor.Workplace workplace) {
        this.head = head;
        this.runs = runs;
        this.workplace = workplace;
    }

    /** Writes the block, or none where there is no sample. Nothing may leave the head meanwhile. */
    void write(Path target, Compactor compactor) {
        try (BlockSet spilled = runs.catalog().acquire()) {
            long minTime = Long.MAX_VALUE;
            long maxTime = Long.MIN_VALUE;
            List<SeriesSource> sources = new ArrayList<>();
            try {
                for (Block run : spilled.blocks()) {
                    BlockMeta meta = run.meta();
                    minTime = Math.min(minTime, meta.minTime());
                    maxTime = Math.max(maxTime, meta.maxTime());
                    sources.add(run.source());
                }
                sources.addAll(head.everything());
                try (HeadView newest = head.view()) {
                    minTime = Math.min(minTime, newest.minTime());
                    maxTime = Math.max(maxTime, newest.maxTime() + 1);
                }
                if (minTime < maxTime) {
                    compactor.write(Compactor.Job.cut(workplace, target, minTime, maxTime), sources);
                }
            } finally {
                sources.forEach(SeriesSource::close);
            }
        }
    }
}
