package io.dunlin.tsdb;

import io.dunlin.tsdb.head.Checkpoints;
import io.dunlin.tsdb.head.Head;
import io.dunlin.tsdb.log.LogWriter;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the log short: when an epoch has left the head, or the last checkpoint is some minutes old, or the log has grown
 * by about as much as a checkpoint writes, runs before included, the head is written to a checkpoint. So a restart replays
 * little, and checkpoints write no more than the log does. The log is let go up to the checkpoint before: where the newest is
 * damaged, that one and the log behind it say the same. One thread.
 */
final class LogTrimming {
    private static final Logger LOG = LoggerFactory.getLogger(LogTrimming.class);

    /** How much the log may always grow beyond what the last checkpoint left of it. */
    static final long LEAST_GROWTH = 64L << 20;

    private static final long LONGEST_PAUSE_NANOS = Duration.ofMinutes(5).toNanos();

    private final Head head;
    private final Checkpoints checkpoints;
    private final LogWriter log;
    private final long leastGrowth;

    /** The most bytes of the log that are kept for the checkpoint before the newest. */
    private final long mostKept;

    /** Whether a checkpoint is wanted at once. */
    private boolean wanted;

    private long lastNanos = System.nanoTime();

    /** The record that the last checkpoint of this run holds everything up to. */
    private long covered;

    /** The bytes appended when the last checkpoint was begun; negative for one of a run before. */
    private long bytesAtLast;

    /**
     * Makes it for a head that was just opened.
     *
     * @param replayedBytes what was behind the last checkpoint then
     * @param leastGrowth how much the log may always grow
     * @param mostBytes the most that the log may take
     */
    LogTrimming(
            Head head, Checkpoints checkpoints, LogWriter log, long replayedBytes, long leastGrowth, long mostBytes) {
        this.head = head;
        this.checkpoints = checkpoints;
        this.log = log;
        this.leastGrowth = leastGrowth;
        this.mostKept = mostBytes / 2;
        this.bytesAtLast = log.stats().appendedBytes() - replayedBytes;
    }

    /** Has the next run write a checkpoint in any case: one was found damaged. Before the first run. */
    LogTrimming atOnce() {
        wanted = true;
        return this;
    }

    /** Writes a checkpoint where it is due. */
    void run(boolean epochLeft) {
        if (!epochLeft && !wanted && !isDue()) {
            return;
        }
        LOG.debug("Writing a checkpoint of the head: logBytes={}", log.stats().bytes());
        bytesAtLast = log.stats().appendedBytes();
        try {
            covered = head.checkpoint(checkpoints);
            log.truncate(checkpoints.olderSequence());
            if (log.stats().bytes() > mostKept) {
                checkpoints.deleteOlder();
                log.truncate(covered);
            }
        } catch (IOException e) {
            throw new StorageException("can't write a checkpoint of the head: " + e.getMessage(), e);
        }
        wanted = false;
        lastNanos = System.nanoTime();
        LOG.debug("Wrote a checkpoint of the head: logBytes={}", log.stats().bytes());
    }

    private boolean isDue() {
        long growth = log.stats().appendedBytes() - bytesAtLast;
        return growth >= Math.max(leastGrowth, checkpoints.newestLength())
                || log.lastSequence() > covered && System.nanoTime() - lastNanos >= LONGEST_PAUSE_NANOS;
    }
}
