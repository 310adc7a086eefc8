package io.dunlin.tsdb.log;

import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.log.LogContents.SegmentRange;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Replays a log. A torn end is cut, a damaged record in the middle is skipped, and both are reported; replay changes no
 * file. One thread, once, before the log is written to.
 *
 * <p>Each segment says with which record it begins, and its successor with which the successor begins: what lies between is
 * the segment's share, and frames beyond it are leftovers of a failed sync or of an earlier cut.
 */
public final class LogReader {
    /** Zeros are the end of the last segment, or a part that the disk has lost: how far behind them is looked. */
    private static final long ZEROS_LOOKED_BEHIND = 1 << 20;

    private final Disk disk;
    private final OffHeap offHeap;
    private final RecordHandler handler;
    private final ReplayListener listener;
    private final long after;
    private final List<LogDamage> damages = new ArrayList<>();
    private long last;
    private long replayedBytes;
    private byte[] plain = {};

    private LogReader(Disk disk, OffHeap offHeap, long after, RecordHandler handler, ReplayListener listener) {
        this.listener = listener;
        this.disk = disk;
        this.offHeap = offHeap;
        this.after = after;
        this.last = after;
        this.handler = handler;
    }

    /**
     * Gives the handler every record numbered above {@code after}, in order.
     *
     * @param directory an existing directory
     * @param after the last record that need not be replayed, because a checkpoint holds it; 0 for none
     */
    public static LogContents replay(Disk disk, Path directory, OffHeap offHeap, long after, RecordHandler handler)
            throws IOException {
        return replay(disk, directory, offHeap, after, handler, ReplayListener.NONE);
    }

    /** As {@link #replay(Disk, Path, OffHeap, long, RecordHandler)}, telling how far it has come. */
    public static LogContents replay(
            Disk disk, Path directory, OffHeap offHeap, long after, RecordHandler handler, ReplayListener listener)
            throws IOException {
        return new LogReader(disk, offHeap, after, handler, listener).replay(directory);
    }

    private LogContents replay(Path directory) throws IOException {
        List<SegmentRange> segments = new ArrayList<>();
        List<Path> unused = new ArrayList<>();
        long lastNumber = 0;
        for (LogFiles.Segment file : LogFiles.segments(disk, directory)) {
            lastNumber = file.number();
            long first = firstSequence(file);
            if (first > 0) {
                segments.add(new SegmentRange(file.number(), file.path(), first));
            } else {
                unused.add(file.path());
            }
        }
        for (int i = 0; i < segments.size(); i++) {
            boolean isLast = i + 1 == segments.size();
            listener.replaying(
                    segments.get(0).number(),
                    segments.get(segments.size() - 1).number(),
                    segments.get(i).number());
            long limit = isLast ? Long.MAX_VALUE : segments.get(i + 1).firstSequence() - 1;
            if (isLast || limit > after) {
                replaySegment(segments.get(i), limit, isLast);
            }
        }
        return new LogContents(segments, unused, last, lastNumber, replayedBytes, damages);
    }

    /** Returns the number of a segment's first record, or -1 where it has none. */
    private long firstSequence(LogFiles.Segment file) throws IOException {
        try (MemoryScope scope = offHeap.openScope(file.path().toString())) {
            Region region = disk.map(file.path(), scope);
            ByteBuffer header = LogSegmentLayout.read(region);
            if (header == null) {
                return -1;
            }
            if (LogSegmentLayout.isIntact(header)) {
                requireVersion(file.path(), header.getInt(LogSegmentLayout.VERSION));
                if (header.getLong(LogSegmentLayout.NUMBER) == file.number()) {
                    return header.getLong(LogSegmentLayout.FIRST_SEQUENCE);
                }
            }
            return firstSequenceWithoutHeader(new FrameScanner(region, file.number(), disk.size(file.path())));
        }
    }

    /**
     * A header is torn before anything behind it was durable, or damaged later. The first frame tells; where that is gone
     * too, a later one counts only if it proves that records of this segment had been durable.
     */
    private static long firstSequenceWithoutHeader(FrameScanner frames) {
        long at = LogSegmentLayout.HEADER_LENGTH;
        if (frames.isIntact(at)) {
            return frames.sequence(at);
        }
        at = frames.find(at, 1, Long.MAX_VALUE, 0);
        if (at < 0) {
            return -1;
        }
        long first = frames.sequence(at);
        return frames.find(at, first + 1, Long.MAX_VALUE, first) < 0 ? -1 : first;
    }

    private static void requireVersion(Path file, int version) {
        if (version != LogSegmentLayout.CURRENT_VERSION) {
            throw new StorageException("the log segment " + file + " has format version " + version
                    + ", and this Dunlin reads version " + LogSegmentLayout.CURRENT_VERSION);
        }
    }

    private void replaySegment(SegmentRange segment, long limit, boolean isLast) throws IOException {
        if (segment.firstSequence() > last + 1) {
            lost(segment.path(), 0, segment.firstSequence());
        }
        try (MemoryScope scope = offHeap.openScope(segment.path().toString())) {
            Region region = disk.map(segment.path(), scope);
            FrameScanner frames = new FrameScanner(region, segment.number(), disk.size(segment.path()));
            long at = LogSegmentLayout.HEADER_LENGTH;
            long next = segment.firstSequence();
            while (next <= limit) {
                if (frames.isIntact(at) && frames.sequence(at) == next) {
                    deliver(region, at, next);
                    at += LogFrameLayout.frameLength(frames.length(at));
                    next++;
                    continue;
                }
                long found = isLast
                        ? findDurable(frames, at, next)
                        : frames.find(at + LogFrameLayout.ALIGNMENT, next + 1, limit, 0);
                if (found < 0) {
                    break;
                }
                next = frames.sequence(found);
                lost(segment.path(), at, next);
                at = found;
            }
            if (isLast && !frames.isEnd(at)) {
                damages.add(new LogDamage(segment.path(), at, LogDamage.Kind.TORN_TAIL, last + 1, last + 1));
            }
        }
    }

    /**
     * Returns where the next record of the last segment is behind a place where one is missing: only where a frame proves that
     * this was durable, else it is the end. What was durable by the proof's time is then good too.
     */
    private static long findDurable(FrameScanner frames, long at, long missing) {
        long from = at + LogFrameLayout.ALIGNMENT;
        long limit = frames.isEnd(at) ? at + ZEROS_LOOKED_BEHIND : Long.MAX_VALUE;
        long proof = frames.findBefore(limit, from, missing + 1, Long.MAX_VALUE, missing);
        if (proof < 0) {
            return -1;
        }
        long sooner = frames.findBefore(proof, from, missing + 1, frames.synced(proof), 0);
        return sooner < 0 ? proof : sooner;
    }

    private void lost(Path file, long offset, long found) {
        if (found > last + 1) {
            damages.add(new LogDamage(file, offset, LogDamage.Kind.LOST_RECORDS, last + 1, found));
        }
    }

    private void deliver(Region region, long at, long sequence) {
        if (sequence <= after) {
            return;
        }
        long payload = at + LogFrameLayout.HEADER_LENGTH;
        int length = region.getInt(at + LogFrameLayout.LENGTH);
        if (region.getInt(at + LogFrameLayout.ENCODING) == LogFrameLayout.PLAIN) {
            handler.record(sequence, region, payload, length);
        } else {
            byte[] stored = new byte[length];
            region.getBytes(payload, stored, 0, length);
            int plainLength = SnappyBlocks.plainLength(stored, region.name(), at);
            if (plain.length < plainLength) {
                plain = new byte[plainLength];
            }
            SnappyBlocks.uncompress(stored, plain, region.name(), at);
            handler.record(sequence, Region.ofHeap(plain, 0, plainLength), 0, plainLength);
        }
        last = sequence;
        replayedBytes += LogFrameLayout.frameLength(length);
    }
}
