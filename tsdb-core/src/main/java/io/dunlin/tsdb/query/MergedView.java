package io.dunlin.tsdb.query;

import io.dunlin.tsdb.block.Block;
import io.dunlin.tsdb.block.BlockSet;
import io.dunlin.tsdb.head.HeadView;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.View;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A view of the head and of sets of blocks. Each must have been looked at before those that its samples go to: what leaves
 * the head is in a run or a block before that, so it is seen in one place, or in two and counted once.
 */
public final class MergedView implements View {
    private final HeadView head;
    private final List<BlockSet> blockSets;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Joins a view of the head and blocks; closing this closes all.
     *
     * @param blockSets those with the samples acknowledged first in front
     */
    public MergedView(HeadView head, List<BlockSet> blockSets) {
        this.head = head;
        this.blockSets = List.copyOf(blockSets);
    }

    @Override
    public Querier querier(long minTime, long maxTime) {
        List<Querier> sources = new ArrayList<>();
        // A block of out-of-order samples comes before the head too: what was in order had left the head before it
        // came.
        for (BlockSet blocks : blockSets) {
            for (Block block : blocks.between(minTime, maxTime)) {
                sources.add(block.querier(minTime, maxTime));
            }
        }
        sources.addAll(head.queriers(minTime, maxTime));
        return sources.size() == 1 ? sources.get(0) : new MergedQuerier(sources);
    }

    @Override
    public long minTime() {
        long oldest = head.minTime();
        for (BlockSet blocks : blockSets) {
            for (Block block : blocks.blocks()) {
                oldest = Math.min(oldest, block.meta().minTime());
            }
        }
        return oldest;
    }

    @Override
    public long maxTime() {
        long newest = head.maxTime();
        for (BlockSet blocks : blockSets) {
            for (Block block : blocks.blocks()) {
                newest = Math.max(newest, block.meta().maxTime() - 1);
            }
        }
        return newest;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            head.close();
            blockSets.forEach(BlockSet::close);
        }
    }
}
