package io.dunlin.tsdb.block;

import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.storage.Querier;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One open block: immutable samples of a time range, readable by many threads until it is closed. */
public interface Block extends AutoCloseable {
    /** Returns what the block says of itself. */
    BlockMeta meta();

    /** Returns the directory that holds the block. */
    Path directory();

    /** Returns the bytes that the block takes on disk. */
    long sizeBytes();

    /** Returns how large its index and the limited sections of it are. */
    IndexSize indexSize();

    /** Returns a querier over samples with {@code minTime <= t <= maxTime}; usable until the block is closed. */
    Querier querier(long minTime, long maxTime);

    /**
     * Reads all start timestamps once: a block whose are damaged is served without them, but a merge would lose them.
     *
     * @throws io.dunlin.tsdb.storage.CorruptDataException when some are damaged
     */
    void requireStarts();

    /** Returns what of the block is damaged that it is served without, as far as it was met. */
    Optional<DamagedBlock> damage();

    /** Returns the block as a source for a merge, without samples that tombstones delete. */
    SeriesSource source();

    /**
     * Marks samples with {@code minTime <= t <= maxTime} of the matching series as deleted, durably. This open block goes
     * on as it is; whoever opens the directory next does not see them. One thread at a time.
     *
     * @return whether there was any such series
     * @throws io.dunlin.tsdb.storage.StorageException when that can't be written
     */
    boolean delete(long minTime, long maxTime, List<LabelMatcher> matchers);

    /** Unmaps the files. Only the owner calls it, when no reader is left; idempotent. */
    @Override
    void close();
}
