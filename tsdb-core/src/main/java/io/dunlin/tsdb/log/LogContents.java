package io.dunlin.tsdb.log;

import java.nio.file.Path;
import java.util.List;

/**
 * What replay found in a log, from which {@link LogWriter} goes on.
 *
 * @param segments the segments that hold records, oldest first
 * @param unusedFiles segment files without any record
 * @param lastSequence the number of the last record, 0 where there never was one
 * @param lastNumber the number of the last segment file, used or not
 * @param replayedBytes the bytes of the records that were given to the handler, as the log holds them
 * @param damages what was wrong, in the order of the log
 */
public record LogContents(
        List<SegmentRange> segments,
        List<Path> unusedFiles,
        long lastSequence,
        long lastNumber,
        long replayedBytes,
        List<LogDamage> damages) {
    /** A segment file and the number of its first record. */
    public record SegmentRange(long number, Path path, long firstSequence) {}
}
