package io.dunlin.compaction;

import io.dunlin.tsdb.block.BlockMeta;
import java.util.List;
import java.util.Optional;

/**
 * What to do next, and what was left alone because the result would not fit the format.
 *
 * @param next the blocks to merge into one, absent when there is nothing to do
 * @param tooLarge groups that the rules would merge but whose index would pass the limit
 */
public record CompactionPlan(Optional<Group> next, List<Group> tooLarge) {
    /** Why blocks become one. */
    public enum Reason {
        /** They share time. */
        OVERLAP,
        /** They fill a longer range. */
        RANGE,
        /** Much of the one block is deleted. */
        TOMBSTONES
    }

    /** Blocks that become one, by rising start. */
    public record Group(List<BlockMeta> blocks, Reason reason) {
        /** Copies the list. */
        public Group {
            blocks = List.copyOf(blocks);
        }

        /** Returns the start of the merged block. */
        public long minTime() {
            return blocks.stream().mapToLong(BlockMeta::minTime).min().orElseThrow();
        }

        /** Returns the end of the merged block. */
        public long maxTime() {
            return blocks.stream().mapToLong(BlockMeta::maxTime).max().orElseThrow();
        }
    }
}
