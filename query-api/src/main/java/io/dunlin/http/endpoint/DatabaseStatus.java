package io.dunlin.http.endpoint;

import io.dunlin.tsdb.model.HeadStatistics;
import java.util.List;

/** What a database says of itself beside its series. Thread-safe; throws {@code StorageException}. */
public interface DatabaseStatus {
    /** Returns figures of the head, and of each kind so many of the largest. */
    HeadStatistics headStatistics(int limit);

    /** Returns how far the replay of the log has come; answers before the database is open. */
    ReplayStatus replay();

    /**
     * Segments of the log by number.
     *
     * @param min the first
     * @param max the last
     * @param current the one that is being read, or the last once all have been
     */
    record ReplayStatus(long min, long max, long current) {}

    /** Returns the blocks in time order. */
    List<BlockInfo> blocks();

    /**
     * A block, as its {@code meta.json} describes it. Times are Unix milliseconds.
     *
     * @param ulid its name
     * @param minTime the first millisecond of its range
     * @param maxTime the first millisecond behind its range
     */
    record BlockInfo(String ulid, long minTime, long maxTime, BlockCounts counts, BlockOrigin origin) {}

    /**
     * What a block holds.
     *
     * @param samples floats and histograms
     * @param floatSamples the floats among them
     * @param histogramSamples the histograms among them
     * @param series the series
     * @param chunks the chunks
     * @param tombstones the deleted ranges
     */
    record BlockCounts(
            long samples, long floatSamples, long histogramSamples, long series, long chunks, long tombstones) {}

    /**
     * Where a block comes from.
     *
     * @param level how often its samples were merged, 1 for never
     * @param sources the level-1 blocks that it was made of
     * @param deletable whether nothing was left of it
     * @param parents the blocks that it was made of, with name and range only
     * @param failed whether it could not be merged and is left alone
     * @param hints further marks, as Prometheus names them
     */
    record BlockOrigin(
            int level,
            List<String> sources,
            boolean deletable,
            List<BlockRange> parents,
            boolean failed,
            List<String> hints) {
        /** Copies the lists. */
        public BlockOrigin {
            sources = List.copyOf(sources);
            parents = List.copyOf(parents);
            hints = List.copyOf(hints);
        }
    }

    /** A block's name and range, as in {@link BlockInfo}. */
    record BlockRange(String ulid, long minTime, long maxTime) {}
}
