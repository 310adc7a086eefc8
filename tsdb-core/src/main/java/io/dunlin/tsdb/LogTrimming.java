package io.dunlin.tsdb;

import io.dunlin.tsdb.head.Checkpoints;
import io.dunlin.tsdb.head.Head;
import io.dunlin.tsdb.log.LogWriter;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the log short: when an epoch has left the head, or the log has grown much since the last time, the head is written
 * to a checkpoint and the log is let go up to there. One thread.
 */
final class LogTrimming {
    private static final Logger LOG = LoggerFactory.getLogger(LogTrimming.class);

    /** How much the log may grow beyond what the last checkpoint left of it. */
    private static final long MOST_GROWTH = 1L << 30;

    private final Head head;
    private final Checkpoints checkpoints;
    private final LogWriter log;
    private long bytesAfterLast;

    LogTrimming(Head head, Checkpoints checkpoints, LogWriter log) {
        this.head = head;
        this.checkpoints = checkpoints;
        this.log = log;
    }

    /** Writes a checkpoint where it is due. */
    void run(boolean epochLeft) {
        if (!epochLeft && log.stats().bytes() - bytesAfterLast < MOST_GROWTH) {
            return;
        }
        LOG.debug("Writing a checkpoint of the head: logBytes={}", log.stats().bytes());
        try {
            log.truncate(head.checkpoint(checkpoints));
        } catch (IOException e) {
            throw new StorageException("can't write a checkpoint of the head: " + e.getMessage(), e);
        }
        bytesAfterLast = log.stats().bytes();
        LOG.debug("Wrote a checkpoint of the head: logBytes={}", bytesAfterLast);
    }
}
