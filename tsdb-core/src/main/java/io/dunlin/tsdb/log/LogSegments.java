package io.dunlin.tsdb.log;

import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.disk.DiskFile;
import io.dunlin.tsdb.log.LogContents.SegmentRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segment files of a log: makes new ones, from a spare where there is one, and lets old ones go, to become the spare
 * where there is none. A spare is allocated and written through beforehand, so that writing to it later changes no metadata
 * and its sync is short. Thread-safe.
 */
final class LogSegments {
    private static final long SYNC_STEP = 8L << 20;

    private static final Logger LOGGER = LoggerFactory.getLogger(LogSegments.class);

    private final Disk disk;
    private final Path directory;
    private final LogOptions options;

    /** Segments that hold records, the one that is written to last. */
    private final Deque<SegmentRange> live = new ArrayDeque<>();

    /** Segments that failed a sync: not to be used again. */
    private final Set<Path> unreliable = new HashSet<>();

    /** Segments of runs before: deleted and never written over, so that a second name that one was given stays good. */
    private final Set<Path> earlier = new HashSet<>();

    private long lastNumber;
    private long lastSpare;
    private Path spare;
    private boolean preparing;

    LogSegments(Disk disk, Path directory, LogOptions options, LogContents contents) throws IOException {
        this.disk = disk;
        this.directory = directory;
        this.options = options;
        this.live.addAll(contents.segments());
        contents.segments().forEach(segment -> earlier.add(segment.path()));
        this.lastNumber = contents.lastNumber();
        for (Path unused : contents.unusedFiles()) {
            disk.delete(unused);
        }
        for (Path old : LogFiles.spares(disk, directory)) {
            disk.delete(old);
        }
    }

    /** Opens a new segment whose first record will be {@code firstSequence}; its name is durable. */
    synchronized LogSegment next(long firstSequence) throws IOException {
        if (sizeBytes() + options.segmentLength() > options.maxBytes()) {
            throw new IOException("the log is at its limit and waits for a checkpoint: size=" + sizeBytes() + ", limit="
                    + options.maxBytes());
        }
        lastNumber++;
        Path path = LogFiles.segment(directory, lastNumber);
        DiskFile file = null;
        boolean ready = false;
        try {
            file = openFile(path);
            disk.syncDirectory(directory);
            ready = true;
        } finally {
            if (!ready) {
                discard(file, path);
            }
        }
        live.addLast(new SegmentRange(lastNumber, path, firstSequence));
        return new LogSegment(file, lastNumber, options.segmentLength());
    }

    private DiskFile openFile(Path path) throws IOException {
        if (spare == null) {
            return disk.create(path);
        }
        Path taken = spare;
        spare = null;
        disk.rename(taken, path);
        return disk.open(path);
    }

    /** Closes a segment that is written to no more, and removes it where it holds no acknowledged record. */
    synchronized void retire(LogSegment segment) {
        try {
            segment.close();
        } catch (IOException e) {
            LOGGER.warn("a log segment did not close: {}", segment.path(), e);
        }
        if (!segment.isCommitted()) {
            live.removeIf(range -> range.number() == segment.number());
            discard(null, segment.path());
        } else if (segment.isSyncFailed()) {
            unreliable.add(segment.path());
        }
    }

    /** Removes what is of no use. Where that fails it stays, unused: replay tells it from a segment with records. */
    private void discard(DiskFile file, Path path) {
        try {
            if (file != null) {
                file.close();
            }
            if (disk.exists(path)) {
                disk.delete(path);
            }
        } catch (IOException e) {
            LOGGER.debug("an unused log segment stays until the next start: {}", path, e);
        }
    }

    /** Returns the name of a spare that should be prepared, by the caller and once, or null where none should. */
    synchronized Path claimPreparation() {
        if (spare != null || preparing) {
            return null;
        }
        preparing = true;
        return LogFiles.spare(directory, ++lastSpare);
    }

    /** Allocates a spare in steps, so that no sync of the log waits long behind it. */
    void prepareSpare(Path path) {
        boolean ready = false;
        try (DiskFile file = disk.create(path)) {
            for (long end = SYNC_STEP; file.size() < options.segmentLength(); end += SYNC_STEP) {
                file.preallocate(Math.min(end, options.segmentLength()));
                file.sync();
            }
            ready = true;
        } catch (IOException e) {
            LOGGER.warn("no log segment could be prepared; the next is made when it is needed: {}", path, e);
        }
        finishPreparation(path, ready);
    }

    private synchronized void finishPreparation(Path path, boolean ready) {
        preparing = false;
        if (ready && spare == null) {
            spare = path;
        } else {
            discard(null, path);
        }
    }

    /** Lets go the segments whose records are all numbered {@code sequence} or less; never the last. */
    synchronized void truncate(long sequence) throws IOException {
        boolean changed = false;
        while (live.size() > 1) {
            SegmentRange first = live.removeFirst();
            if (live.getFirst().firstSequence() > sequence + 1) {
                live.addFirst(first);
                break;
            }
            release(first.path());
            changed = true;
        }
        if (changed) {
            disk.syncDirectory(directory);
        }
    }

    private void release(Path path) throws IOException {
        boolean reusable = !unreliable.remove(path) && !earlier.remove(path);
        if (reusable && spare == null && !preparing && disk.size(path) == options.segmentLength()) {
            Path name = LogFiles.spare(directory, ++lastSpare);
            disk.rename(path, name);
            spare = name;
        } else {
            disk.delete(path);
        }
    }

    /** Returns the bytes that segments with records take or may grow to. */
    synchronized long sizeBytes() {
        return (long) live.size() * options.segmentLength();
    }

    /** Returns the number of segments with records. */
    synchronized int count() {
        return live.size();
    }
}
