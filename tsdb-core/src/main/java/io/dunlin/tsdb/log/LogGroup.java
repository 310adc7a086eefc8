package io.dunlin.tsdb.log;

import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.memory.OffHeap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The records that one write and one sync make durable together. Appenders add to it under the writer's lock; then it
 * belongs to the writing thread, which stamps the frames with what is known only then. In front of the frames is room for a
 * segment header, behind them for the zeros that end a log.
 */
final class LogGroup implements AutoCloseable {
    private static final int FRONT = LogSegmentLayout.HEADER_LENGTH;
    private static final int BACK = LogFrameLayout.HEADER_LENGTH;
    private static final int FIRST_CAPACITY = 64 << 10;

    private final OffHeap offHeap;
    private final int maxBytes;
    private final List<CompletableFuture<Long>> commits = new ArrayList<>();
    private final byte[] header = new byte[LogFrameLayout.HEADER_LENGTH];
    private MemoryScope scope;
    private ByteBuffer buffer;

    LogGroup(OffHeap offHeap, int maxBytes) {
        this.offHeap = offHeap;
        this.maxBytes = maxBytes;
        replaceBuffer(FIRST_CAPACITY);
        buffer.position(FRONT);
    }

    private void replaceBuffer(int capacity) {
        MemoryScope fresh = offHeap.openScope("log group");
        buffer = fresh.allocateBuffer(MemoryTag.LOG, capacity).order(ByteOrder.LITTLE_ENDIAN);
        scope = fresh;
    }

    boolean isEmpty() {
        return commits.isEmpty();
    }

    /** Returns whether a record of this length can be added now. */
    boolean fits(int payloadLength) {
        return bytes() + LogFrameLayout.frameLength(payloadLength) <= maxBytes;
    }

    /** Returns the bytes of all frames. */
    int bytes() {
        return buffer.position() - FRONT;
    }

    /** Adds a record and returns what completes with its number. */
    CompletableFuture<Long> add(byte[] payload, int offset, int length, int encoding, int payloadCrc) {
        int frameLength = (int) LogFrameLayout.frameLength(length);
        ensure(frameLength);
        int at = buffer.position();
        buffer.putInt(at + LogFrameLayout.LENGTH, length);
        buffer.putInt(at + LogFrameLayout.ENCODING, encoding);
        buffer.putInt(at + LogFrameLayout.PAYLOAD_CRC, payloadCrc);
        buffer.position(at + LogFrameLayout.HEADER_LENGTH);
        buffer.put(payload, offset, length);
        while (buffer.position() < at + frameLength) {
            buffer.put((byte) 0);
        }
        CompletableFuture<Long> commit = new CompletableFuture<>();
        commits.add(commit);
        return commit;
    }

    private void ensure(int more) {
        long wanted = (long) buffer.position() + more + BACK;
        if (wanted > buffer.capacity()) {
            ByteBuffer old = buffer;
            MemoryScope oldScope = scope;
            long most = (long) FRONT + maxBytes + BACK;
            replaceBuffer((int) Math.min(most, Math.max(wanted, 2L * old.capacity())));
            buffer.put(old.flip());
            oldScope.close();
        }
    }

    /** Numbers the frames from {@code firstSequence} on, for one segment. May be done again for another. */
    void stamp(long segment, long firstSequence, long synced) {
        int at = FRONT;
        for (int i = 0; i < commits.size(); i++) {
            buffer.putLong(at + LogFrameLayout.SEQUENCE, firstSequence + i);
            buffer.putLong(at + LogFrameLayout.SYNCED, synced);
            buffer.get(at, header);
            buffer.putInt(at + LogFrameLayout.HEADER_CRC, LogFrameLayout.headerCrc(segment, header));
            at += (int) LogFrameLayout.frameLength(buffer.getInt(at + LogFrameLayout.LENGTH));
        }
    }

    /** Returns the stamped frames and the zeros behind them, cut to the room there is, after a header where one is given. */
    ByteBuffer bytesToWrite(ByteBuffer segmentHeader, long room) {
        int from = FRONT;
        if (segmentHeader != null) {
            from = 0;
            buffer.put(0, segmentHeader, 0, FRONT);
        }
        int end = buffer.position();
        for (int i = 0; i < BACK; i++) {
            buffer.put(end + i, (byte) 0);
        }
        return buffer.duplicate().limit((int) Math.min(end + BACK, from + room)).position(from);
    }

    int count() {
        return commits.size();
    }

    /** Tells every appender its record's number, and forgets the records. */
    void succeed(long firstSequence) {
        for (int i = 0; i < commits.size(); i++) {
            commits.get(i).complete(firstSequence + i);
        }
        clear();
    }

    /** Tells every appender that its record is not in the log, and forgets the records. */
    void fail(RuntimeException reason) {
        for (CompletableFuture<Long> commit : commits) {
            commit.completeExceptionally(reason);
        }
        clear();
    }

    private void clear() {
        commits.clear();
        buffer.clear().position(FRONT);
    }

    @Override
    public void close() {
        scope.close();
    }
}
