package io.dunlin.compaction;

import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.Ulid;
import java.util.Optional;

/** Told what compaction does, for metrics. Called on the compacting thread; must not throw. */
public interface CompactionListener {
    /** Does nothing. */
    CompactionListener NONE = new CompactionListener() {};

    /**
     * A group has become one block, or nothing where no sample was left.
     *
     * @param nanos how long that took
     */
    default void merged(CompactionPlan.Group group, Optional<BlockMeta> result, long nanos) {}

    /** A merge has failed and left the blocks as they were. */
    default void failed(CompactionPlan.Group group, RuntimeException cause) {}

    /** Groups were left alone because their index would pass the limit; the number of such groups now. */
    default void tooLarge(int groups) {}

    /** A block has been deleted. */
    default void retired(Ulid block, Retention.Reason reason) {}
}
