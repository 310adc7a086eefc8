package io.dunlin.tsdb.block;

import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.OffHeap;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Turns sources into one block. Owned here so that the core can cut the head without knowing who merges: the {@code
 * compaction} module implements it, the options of the database carry it.
 */
public interface Compactor {
    /**
     * What every job of a database works with.
     *
     * @param temporary the directory to write in until a block is whole; on the file system of the database
     */
    record Workplace(Disk disk, OffHeap offHeap, Path temporary) {}

    /** What a block is for. */
    enum Kind {
        /** Samples of the head, or those of the job's parents. */
        BLOCK,
        /** Samples that came after a block of their range was published, which the block then says. */
        OUT_OF_ORDER,
        /** Series that left the head before their epoch ended: many that have few samples, until the epoch's block has them. */
        RUN
    }

    /**
     * Where a block goes and what goes into it.
     *
     * @param parent the directory in which the block appears under its ULID, whole and synced, by one rename
     * @param minTime the first millisecond of the block's range
     * @param maxTime the first millisecond behind the range; samples outside of it are left out
     * @param kind what the block is for
     * @param parents the blocks that the sources are, empty for a cut of the head
     * @param cancelled asked now and then; once true the job stops with a {@link
     *     java.util.concurrent.CancellationException} and leaves nothing behind
     */
    record Job(
            Workplace workplace,
            Path parent,
            long minTime,
            long maxTime,
            Kind kind,
            List<BlockMeta> parents,
            BooleanSupplier cancelled) {
        /** Copies the list and checks the range. */
        public Job {
            parents = List.copyOf(parents);
            if (minTime >= maxTime) {
                throw new IllegalArgumentException("empty range: minTime=" + minTime + " maxTime=" + maxTime);
            }
        }

        /** Makes the job of merging blocks. */
        public Job(
                Workplace workplace,
                Path parent,
                long minTime,
                long maxTime,
                List<BlockMeta> parents,
                BooleanSupplier cancelled) {
            this(workplace, parent, minTime, maxTime, Kind.BLOCK, parents, cancelled);
        }

        /** Returns the job of cutting the head. */
        public static Job cut(Workplace workplace, Path parent, long minTime, long maxTime) {
            return new Job(workplace, parent, minTime, maxTime, List.of(), () -> false);
        }

        /** Returns the job of writing what came out of order for a range that has left the head. */
        public static Job outOfOrder(Workplace workplace, Path parent, long minTime, long maxTime) {
            return new Job(workplace, parent, minTime, maxTime, Kind.OUT_OF_ORDER, List.of(), () -> false);
        }

        /** Returns the job of writing series that leave the head before their epoch ends. */
        public static Job run(Workplace workplace, Path parent, long minTime, long maxTime) {
            return new Job(workplace, parent, minTime, maxTime, Kind.RUN, List.of(), () -> false);
        }
    }

    /**
     * Writes exactly one block with all samples of the sources within the range, or none where there is no such sample.
     * Series that several sources have are merged sample by sample; of samples with equal times the one of the first
     * source in the list stays. The sources stay the caller's to close.
     *
     * @return the meta of the new block, which {@code parent} now holds, durably
     * @throws io.dunlin.tsdb.storage.StorageException when the block could not be written; nothing is left behind
     */
    Optional<BlockMeta> write(Job job, List<SeriesSource> sources);
}
