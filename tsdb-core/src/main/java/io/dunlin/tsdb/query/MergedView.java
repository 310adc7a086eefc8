package io.dunlin.tsdb.query;

import io.dunlin.tsdb.block.Block;
import io.dunlin.tsdb.block.BlockSet;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.View;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A view of the head and a set of blocks. The head must have been looked at before the blocks: what leaves the head is in
 * a block before that, so it is seen in one of the two, or in both and counted once.
 */
public final class MergedView implements View {
    private final View head;
    private final BlockSet blocks;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Joins a view of the head and blocks; closing this closes both. */
    public MergedView(View head, BlockSet blocks) {
        this.head = head;
        this.blocks = blocks;
    }

    @Override
    public Querier querier(long minTime, long maxTime) {
        List<Querier> sources = new ArrayList<>();
        for (Block block : blocks.between(minTime, maxTime)) {
            sources.add(block.querier(minTime, maxTime));
        }
        Querier newest = head.querier(minTime, maxTime);
        if (sources.isEmpty()) {
            return newest;
        }
        sources.add(newest);
        return new MergedQuerier(sources);
    }

    @Override
    public long minTime() {
        List<Block> all = blocks.blocks();
        return all.isEmpty()
                ? head.minTime()
                : Math.min(head.minTime(), all.get(0).meta().minTime());
    }

    @Override
    public long maxTime() {
        long newest = head.maxTime();
        for (Block block : blocks.blocks()) {
            newest = Math.max(newest, block.meta().maxTime() - 1);
        }
        return newest;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            head.close();
            blocks.close();
        }
    }
}
