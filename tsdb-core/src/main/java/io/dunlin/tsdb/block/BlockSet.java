package io.dunlin.tsdb.block;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The blocks that were open at one moment, in time order. Whoever holds a set may read its blocks; a block is closed when
 * the last set that names it has been released. Sets are handed out by {@link BlockCatalog#acquire()}.
 */
public final class BlockSet implements AutoCloseable {
    static final Comparator<Block> TIME_ORDER = Comparator.<Block>comparingLong(
                    block -> block.meta().minTime())
            .thenComparingLong(block -> block.meta().maxTime())
            .thenComparing(block -> block.meta().ulid());

    private final List<Block> blocks;
    private final Consumer<BlockSet> whenUnused;
    private final AtomicInteger holders = new AtomicInteger(1);

    BlockSet(List<Block> blocks, Consumer<BlockSet> whenUnused) {
        this.blocks = blocks.stream().sorted(TIME_ORDER).toList();
        this.whenUnused = whenUnused;
    }

    /** Returns the blocks by rising start; usable until this set is closed. */
    public List<Block> blocks() {
        return blocks;
    }

    /**
     * Returns the blocks with samples that may lie in {@code minTime <= t <= maxTime}, those whose samples were acknowledged
     * first in front.
     */
    public List<Block> between(long minTime, long maxTime) {
        return blocks.stream()
                .filter(block -> block.meta().minTime() <= maxTime
                        && minTime < block.meta().maxTime())
                .sorted(Comparator.comparing(Block::meta, BlockMeta.OUT_OF_ORDER_LAST))
                .toList();
    }

    /** Adds a holder; false where the last one has gone and the set can't be used any more. */
    boolean hold() {
        int count = holders.get();
        while (count > 0) {
            if (holders.compareAndSet(count, count + 1)) {
                return true;
            }
            count = holders.get();
        }
        return false;
    }

    /** Gives the set back. Each holder calls it exactly once. */
    @Override
    public void close() {
        int left = holders.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("block set released more often than acquired: holders=" + left);
        }
        if (left == 0) {
            whenUnused.accept(this);
        }
    }
}
