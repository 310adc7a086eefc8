package io.dunlin.tsdb;

import io.dunlin.tsdb.block.Block;
import io.dunlin.tsdb.block.BlockCatalog;
import io.dunlin.tsdb.block.BlockSet;
import io.dunlin.tsdb.head.LeftSeries;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import java.util.ArrayList;
import java.util.List;

/** Looks series up in the runs, which have all that left the head before its epoch was cut. */
final class RunHorizons implements LeftSeries {
    private final BlockCatalog runs;

    RunHorizons(BlockCatalog runs) {
        this.runs = runs;
    }

    @Override
    public long newestTime() {
        try (BlockSet all = runs.acquire()) {
            return all.blocks().stream()
                    .mapToLong(run -> run.meta().maxTime() - 1)
                    .max()
                    .orElse(Long.MIN_VALUE);
        }
    }

    @Override
    public long newestTime(Labels series) {
        List<LabelMatcher> matchers = new ArrayList<>(series.size());
        for (int i = 0; i < series.size(); i++) {
            matchers.add(LabelMatcher.equal(series.name(i), series.value(i)));
        }
        long newest = Long.MIN_VALUE;
        try (BlockSet all = runs.acquire()) {
            for (Block run : all.blocks()) {
                if (run.meta().maxTime() > newest) {
                    newest = Math.max(newest, newestTime(run, series, matchers));
                }
            }
        }
        return newest;
    }

    private static long newestTime(Block run, Labels series, List<LabelMatcher> matchers) {
        SeriesSet found = run.querier(Long.MIN_VALUE, Long.MAX_VALUE).select(SelectHints.NONE, matchers);
        for (int i = 0; i < found.size(); i++) {
            // Series with more labels meet the matchers too.
            if (found.labels(i).equals(series)) {
                SampleBuffer samples = new SampleBuffer();
                found.reader().read(i, samples);
                return samples.size() == 0 ? Long.MIN_VALUE : samples.times()[samples.size() - 1];
            }
        }
        return Long.MIN_VALUE;
    }
}
