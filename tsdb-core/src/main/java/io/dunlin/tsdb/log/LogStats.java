package io.dunlin.tsdb.log;

/**
 * Figures about a log.
 *
 * @param segments the segments that hold records
 * @param bytes the bytes that these take or may grow to
 * @param appendedBytes the bytes of all records since the log was opened
 * @param lastSequence the number of the last acknowledged record
 * @param syncedSequence the number of the last record known to be durable
 * @param syncs the syncs that succeeded since the log was opened
 * @param failedSyncs the syncs that failed
 */
public record LogStats(
        int segments,
        long bytes,
        long appendedBytes,
        long lastSequence,
        long syncedSequence,
        long syncs,
        long failedSyncs) {}
