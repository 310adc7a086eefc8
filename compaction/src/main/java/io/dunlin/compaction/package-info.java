/**
 * Ingest step 6 of 6: what happens to blocks after they exist. {@link io.dunlin.compaction.CompactionPlanner} says which
 * blocks become one (a pure function), {@link io.dunlin.compaction.BlockMerger} makes the one, {@link
 * io.dunlin.compaction.Retention} says which are too old or too many, {@link io.dunlin.compaction.CompactionLoop} does it
 * again and again. {@link io.dunlin.compaction.Backfill} makes blocks of imported history.
 *
 * <p>May import {@code io.dunlin.tsdb}; nothing of the core may import this package: the merger reaches the core as a
 * {@link io.dunlin.tsdb.block.Compactor} in its options.
 */
package io.dunlin.compaction;
