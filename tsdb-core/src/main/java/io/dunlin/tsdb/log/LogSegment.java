package io.dunlin.tsdb.log;

import io.dunlin.tsdb.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The segment that is written to. Used by the writing thread only. */
final class LogSegment implements Closeable {
    private final DiskFile file;
    private final long number;
    private final long length;

    /** Where the next group goes; 0 before the first, which takes the header along. */
    private long position;

    private boolean committed;
    private boolean syncFailed;

    LogSegment(DiskFile file, long number, long length) {
        this.file = file;
        this.number = number;
        this.length = length;
    }

    long number() {
        return number;
    }

    Path path() {
        return file.path();
    }

    /** Says that a group in here was acknowledged. */
    void markCommitted() {
        committed = true;
    }

    /** Returns whether the segment holds an acknowledged record. */
    boolean isCommitted() {
        return committed;
    }

    /** Says that a sync failed: this segment must not be synced again. */
    void markSyncFailed() {
        syncFailed = true;
    }

    boolean isSyncFailed() {
        return syncFailed;
    }

    boolean hasRoomFor(int groupBytes) {
        return Math.max(position, LogSegmentLayout.HEADER_LENGTH) + groupBytes <= length;
    }

    /** Returns how much of the segment is written, from 0 to 1. */
    double fill() {
        return (double) position / length;
    }

    /** Writes a group, or leaves the position where it was: the next attempt overwrites what a failed one left. */
    void write(LogGroup group, long firstSequence, long synced) throws IOException {
        group.stamp(number, firstSequence, synced);
        ByteBuffer header = position == 0 ? LogSegmentLayout.header(number, firstSequence) : null;
        file.write(position, group.bytesToWrite(header, length - position));
        position = Math.max(position, LogSegmentLayout.HEADER_LENGTH) + group.bytes();
    }

    void sync() throws IOException {
        file.sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
