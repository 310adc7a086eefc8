package io.dunlin.tsdb.block;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a block says of itself in {@code meta.json}. Times are Unix milliseconds.
 *
 * @param minTime the first millisecond of the block's range
 * @param maxTime the first millisecond behind the range: every sample is before it
 */
public record BlockMeta(Ulid ulid, long minTime, long maxTime, Stats stats, Compaction compaction) {
    /**
     * Puts blocks whose samples all came out of order behind the others: they came after the block of their range was
     * published, and of samples with equal times the one acknowledged first counts. A stable sort keeps the order within.
     */
    public static final Comparator<BlockMeta> OUT_OF_ORDER_LAST =
            Comparator.comparing(meta -> meta.compaction().hints().contains(Compaction.FROM_OUT_OF_ORDER));

    /** What a block holds. {@code samples} counts floats and histograms together. */
    public record Stats(
            long samples, long floatSamples, long histogramSamples, long series, long chunks, long tombstones) {
        /** Nothing. */
        public static final Stats EMPTY = new Stats(0, 0, 0, 0, 0, 0);

        /** Returns these figures with another number of tombstones. */
        public Stats withTombstones(long count) {
            return new Stats(samples, floatSamples, histogramSamples, series, chunks, count);
        }
    }

    /** Another block, as a parent is written down. */
    public record Parent(Ulid ulid, long minTime, long maxTime) {}

    /**
     * Where a block comes from.
     *
     * @param level 1 for a block cut from the head, else one more than the highest level among its parents
     * @param sources the level-1 blocks whose samples are in this block
     * @param deletable whether a compaction found nothing left in this block
     * @param parents the blocks that were merged into this one; empty at level 1
     * @param failed whether a compaction of this block failed, which keeps the planner off it
     * @param hints Prometheus's notes, such as {@link #FROM_OUT_OF_ORDER}
     */
    public record Compaction(
            int level,
            List<Ulid> sources,
            boolean deletable,
            List<Parent> parents,
            boolean failed,
            List<String> hints) {
        /** The hint that all samples of a block came out of order. */
        public static final String FROM_OUT_OF_ORDER = "from-out-of-order";

        /** Copies the lists. */
        public Compaction {
            sources = List.copyOf(sources);
            parents = List.copyOf(parents);
            hints = List.copyOf(hints);
        }

        /** Returns what a level-1 block says, whose only source is itself. */
        public static Compaction first(Ulid ulid) {
            return new Compaction(1, List.of(ulid), false, List.of(), false, List.of());
        }

        /** Returns the same with one more hint. */
        public Compaction withHint(String hint) {
            return new Compaction(
                    level,
                    sources,
                    deletable,
                    parents,
                    failed,
                    Stream.concat(hints.stream(), Stream.of(hint)).toList());
        }

        /** Returns the same with the mark that a compaction of this block failed. */
        public Compaction asFailed() {
            return new Compaction(level, sources, deletable, parents, true, hints);
        }
    }

    /** Returns whether a time lies in the block's range. */
    public boolean covers(long time) {
        return minTime <= time && time < maxTime;
    }

    /** Returns whether the ranges of two blocks share a millisecond. */
    public boolean overlaps(BlockMeta other) {
        return minTime < other.maxTime && other.minTime < maxTime;
    }

    /** Returns these facts with other statistics. */
    public BlockMeta with(Stats newStats) {
        return new BlockMeta(ulid, minTime, maxTime, newStats, compaction);
    }

    /** Returns these facts with another origin. */
    public BlockMeta with(Compaction newCompaction) {
        return new BlockMeta(ulid, minTime, maxTime, stats, newCompaction);
    }

    /** Returns how a child writes this block down. */
    public Parent asParent() {
        return new Parent(ulid, minTime, maxTime);
    }
}
