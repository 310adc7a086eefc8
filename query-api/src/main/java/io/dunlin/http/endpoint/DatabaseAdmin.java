package io.dunlin.http.endpoint;

import io.dunlin.tsdb.model.LabelMatcher;
import java.util.List;

/** What an administrator may do to a database. Thread-safe; throws {@code StorageException}. */
public interface DatabaseAdmin {
    /** Marks the samples with {@code minTime <= t <= maxTime} of the matching series as deleted, durably. */
    void delete(long minTime, long maxTime, List<LabelMatcher> matchers);

    /**
     * Writes every block anew of which something is deleted.
     *
     * @return whether all of them were
     */
    boolean cleanTombstones();

    /**
     * Makes a copy of the database: of its blocks, which takes no space, and of what is in no block yet.
     *
     * @param withHead whether the latter is wanted
     * @return its name, a directory under {@code snapshots} in the data directory
     */
    String snapshot(boolean withHead);
}
