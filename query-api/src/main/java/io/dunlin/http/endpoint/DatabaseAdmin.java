package io.dunlin.http.endpoint;

import io.dunlin.tsdb.model.LabelMatcher;
import java.util.List;

/** What an administrator may do to a database. Thread-safe; throws {@code StorageException}. */
public interface DatabaseAdmin {
    /** Returns whether matching series may have samples of the range that are not in blocks yet: they can't be deleted. */
    boolean hasInHead(long minTime, long maxTime, List<LabelMatcher> matchers);

    /** Marks the samples of blocks with {@code minTime <= t <= maxTime} of the matching series as deleted, durably. */
    void delete(long minTime, long maxTime, List<LabelMatcher> matchers);

    /**
     * Writes every block anew of which something is deleted.
     *
     * @return whether all of them were
     */
    boolean cleanTombstones();

    /**
     * Makes a copy of all blocks that takes no space.
     *
     * @return its name, a directory under {@code snapshots} in the data directory
     */
    String snapshotBlocks();
}
