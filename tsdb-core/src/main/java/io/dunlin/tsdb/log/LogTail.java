package io.dunlin.tsdb.log;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a log, where groups are written and synced. Holds the rule for failures: a segment whose sync failed is never
 * synced again, because the system may have dropped what it could not write; a group that failed is tried once more in a
 * new segment, and refused where that fails too. Used by the writing thread only; the getters by any.
 */
final class LogTail {
    private static final Logger LOGGER = LoggerFactory.getLogger(LogTail.class);

    private final LogSegments segments;
    private final SyncPolicy policy;

    /** Null before the first group and after a failure. */
    private LogSegment segment;

    /** Whether records were acknowledged that no sync has covered. */
    private boolean dirty;

    private volatile long lastSequence;
    private volatile long syncedSequence;
    private final AtomicLong appendedBytes = new AtomicLong();
    private final AtomicLong syncs = new AtomicLong();
    private final AtomicLong failedSyncs = new AtomicLong();

    LogTail(LogSegments segments, SyncPolicy policy, long lastSequence) {
        this.segments = segments;
        this.policy = policy;
        this.lastSequence = lastSequence;
        this.syncedSequence = lastSequence;
    }

    /** Writes a group and, where the policy wants it, syncs; returns the number of its first record. */
    long commit(LogGroup group) throws IOException {
        long first = lastSequence + 1;
        if (segment != null && !segment.hasRoomFor(group.bytes())) {
            finishSegment();
        }
        if (segment == null) {
            segment = segments.next(first);
        }
        try {
            writeAndSync(group, first);
        } catch (IOException e) {
            LOGGER.warn("the log failed in segment {}; trying a new one", segment.path(), e);
            replaceSegment(first);
            writeAgain(group, first);
        }
        segment.markCommitted();
        appendedBytes.addAndGet(group.bytes());
        lastSequence = first + group.count() - 1;
        if (policy == SyncPolicy.EVERY_COMMIT) {
            syncedSequence = lastSequence;
        } else {
            dirty = true;
        }
        return first;
    }

    private void writeAndSync(LogGroup group, long first) throws IOException {
        segment.write(group, first, syncedSequence);
        if (policy == SyncPolicy.EVERY_COMMIT) {
            syncSegment();
        }
    }

    private void syncSegment() throws IOException {
        try {
            segment.sync();
            syncs.incrementAndGet();
        } catch (IOException e) {
            failedSyncs.incrementAndGet();
            segment.markSyncFailed();
            throw e;
        }
    }

    /** A segment that could not be written, but never failed a sync, stays where there is no other: its disk may be full. */
    private void replaceSegment(long first) throws IOException {
        LogSegment failed = segment;
        if (failed.isSyncFailed()) {
            segment = null;
            segments.retire(failed);
            segment = segments.next(first);
        } else {
            segment = segments.next(first);
            segments.retire(failed);
        }
    }

    private void writeAgain(LogGroup group, long first) throws IOException {
        boolean written = false;
        try {
            writeAndSync(group, first);
            written = true;
        } finally {
            if (!written) {
                segments.retire(segment);
                segment = null;
            }
        }
    }

    /** Makes durable what was acknowledged without a sync. A failure is reported here: who appended has long gone on. */
    void sync() {
        if (!dirty) {
            return;
        }
        dirty = false;
        try {
            syncSegment();
            syncedSequence = lastSequence;
        } catch (IOException e) {
            LOGGER.error(
                    "the log could not be synced: records {} to {} are lost if the machine loses power before the"
                            + " next checkpoint",
                    syncedSequence + 1,
                    lastSequence,
                    e);
            segments.retire(segment);
            segment = null;
        }
    }

    boolean isDirty() {
        return dirty;
    }

    /** Returns how full the segment is, from 0 to 1. */
    double fill() {
        return segment == null ? 0 : segment.fill();
    }

    /** Syncs, unless the policy never does, and closes the segment. */
    void finishSegment() {
        if (policy != SyncPolicy.NEVER) {
            sync();
        }
        if (segment != null) {
            segments.retire(segment);
            segment = null;
        }
    }

    long lastSequence() {
        return lastSequence;
    }

    LogStats stats() {
        return new LogStats(
                segments.count(),
                segments.sizeBytes(),
                appendedBytes.get(),
                lastSequence,
                syncedSequence,
                syncs.get(),
                failedSyncs.get());
    }
}
