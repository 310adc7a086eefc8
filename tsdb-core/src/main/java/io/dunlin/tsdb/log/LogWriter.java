package io.dunlin.tsdb.log;

import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.storage.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/**
 * Appends records to a log. Any thread appends; one thread of the writer's own writes: while it waits for a sync, the next
 * records gather, and go with one write and one sync. Each append returns a future that completes with the record's number
 * when the {@link SyncPolicy} says so, on the writing thread: what hangs on it must be short.
 *
 * <p>A segment whose sync failed is never synced again, because the system may have dropped what it could not write: the
 * records that wait go to a new segment. Where that fails too, or the disk or the log is full, the records are refused with
 * the reason, and so are those that wait behind them, which may say more of what these said; the next append tries again.
 */
public final class LogWriter implements Closeable {
    private static final double PREPARE_AT = 0.5;
    private static final int LARGEST_KEPT_BUFFER = 2 << 20;
    private static final byte[] NO_BUFFER = {};

    /** What the next record is compressed into; empty while one is, so that each has its own. */
    private final AtomicReference<byte[]> compressionBuffer = new AtomicReference<>(NO_BUFFER);

    private final LogOptions options;
    private final LogSegments segments;
    private final LogTail tail;
    private final ExecutorService preparer = Executors.newSingleThreadExecutor(LogWriter::preparerThread);
    private final Thread thread = daemon(this::run, "dunlin-log");

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition recordsWait = lock.newCondition();
    private final Condition roomAgain = lock.newCondition();

    /** Guarded by the lock, as the three below. */
    private LogGroup filling;

    private LogGroup idle;
    private boolean closed;
    private long refusals;

    /** When the last sync under {@link SyncPolicy#INTERVAL} was; the writing thread's. */
    private long lastSyncNanos = System.nanoTime();

    private LogWriter(LogOptions options, LogSegments segments, OffHeap offHeap, long lastSequence) {
        this.options = options;
        this.segments = segments;
        this.tail = new LogTail(segments, options.syncPolicy(), lastSequence);
        this.filling = new LogGroup(offHeap, options.maxGroupBytes());
        this.idle = new LogGroup(offHeap, options.maxGroupBytes());
    }

    private static Thread preparerThread(Runnable task) {
        return daemon(task, "dunlin-log-prepare");
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Opens the log in an existing directory behind what {@link LogReader} found there. The first append makes a segment. */
    public static LogWriter open(Disk disk, Path directory, LogOptions options, OffHeap offHeap, LogContents contents)
            throws IOException {
        LogSegments segments = new LogSegments(disk, directory, options, contents);
        LogWriter writer = new LogWriter(options, segments, offHeap, contents.lastSequence());
        writer.thread.start();
        return writer;
    }

    /**
     * Appends a record; the bytes are copied before this returns. Waits while as many bytes wait for the disk as may.
     *
     * @param compress whether compressing is worth its time: yes for labels, no for samples
     * @return completes with the record's number, or with a {@link StorageException} when it was not appended
     * @throws StorageException when the log is closed or the record is longer than {@link LogOptions#maxGroupBytes()}
     */
    public CompletableFuture<Long> append(byte[] record, int offset, int length, boolean compress) {
        return append(record, offset, length, compress, refusals());
    }

    /**
     * As {@link #append(byte[], int, int, boolean)}, for a record that means nothing without records appended before.
     *
     * @param refusalsBefore what {@link #refusals} was before those were appended: where anything was refused since, this
     *     record is, too
     */
    public CompletableFuture<Long> append(
            byte[] record, int offset, int length, boolean compress, long refusalsBefore) {
        return compress
                ? appendCompressed(record, offset, length, refusalsBefore)
                : append(record, offset, length, LogFrameLayout.PLAIN, refusalsBefore);
    }

    /** Returns how often the log has refused records. */
    public long refusals() {
        lock.lock();
        try {
            return refusals;
        } finally {
            lock.unlock();
        }
    }

    private CompletableFuture<Long> appendCompressed(byte[] record, int offset, int length, long refusalsBefore) {
        int longest = SnappyBlocks.longest(length);
        byte[] compressed = compressionBuffer.getAndSet(NO_BUFFER);
        if (compressed.length < longest) {
            compressed = new byte[longest];
        }
        try {
            int compressedLength = SnappyBlocks.compress(record, offset, length, compressed);
            return compressedLength == 0
                    ? append(record, offset, length, LogFrameLayout.PLAIN, refusalsBefore)
                    : append(compressed, 0, compressedLength, LogFrameLayout.SNAPPY, refusalsBefore);
        } finally {
            if (compressed.length <= LARGEST_KEPT_BUFFER) {
                compressionBuffer.set(compressed);
            }
        }
    }

    private CompletableFuture<Long> append(byte[] payload, int offset, int length, int encoding, long refusalsBefore) {
        if (LogFrameLayout.frameLength(length) > options.maxGroupBytes()) {
            throw new StorageException(
                    "the record is too long for the log: length=" + length + ", limit=" + options.maxGroupBytes());
        }
        CRC32C crc = new CRC32C();
        crc.update(payload, offset, length);
        lock.lock();
        try {
            while (!closed && !filling.fits(length)) {
                roomAgain.awaitUninterruptibly();
            }
            if (closed) {
                throw new StorageException("the log is closed");
            }
            if (refusals != refusalsBefore) {
                return CompletableFuture.failedFuture(
                        new StorageException("the log did not take the write: it refused one before it"));
            }
            recordsWait.signal();
            return filling.add(payload, offset, length, encoding, (int) crc.getValue());
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        boolean ended = false;
        try {
            for (LogGroup group = take(); group != null; group = take()) {
                commit(group);
                syncIfDue();
                giveBack(group);
            }
            tail.finishSegment();
            ended = true;
        } finally {
            if (!ended) {
                refuseAll();
            }
        }
    }

    private void syncIfDue() {
        if (isSyncDue()) {
            tail.sync();
            lastSyncNanos = System.nanoTime();
        }
    }

    /** The thread ends by a bug: nobody shall wait for it. */
    private void refuseAll() {
        lock.lock();
        try {
            closed = true;
            filling.fail(new StorageException("the log's thread has ended"));
            roomAgain.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the records that wait, or none when a sync is due, or null after close. */
    private LogGroup take() {
        lock.lock();
        try {
            while (filling.isEmpty() && !closed && !isSyncDue()) {
                if (options.syncPolicy() == SyncPolicy.INTERVAL && tail.isDirty()) {
                    recordsWait.awaitNanos(nanosToSync());
                } else {
                    recordsWait.awaitUninterruptibly();
                }
            }
            if (filling.isEmpty() && closed) {
                return null;
            }
            LogGroup taken = filling;
            filling = idle;
            idle = null;
            roomAgain.signalAll();
            return taken;
        } catch (InterruptedException e) {
            throw new IllegalStateException("the log's thread must not be interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    private boolean isSyncDue() {
        return options.syncPolicy() == SyncPolicy.INTERVAL && tail.isDirty() && nanosToSync() <= 0;
    }

    private long nanosToSync() {
        return lastSyncNanos + options.syncInterval().toNanos() - System.nanoTime();
    }

    private void commit(LogGroup group) {
        if (group.isEmpty()) {
            return;
        }
        try {
            group.succeed(tail.commit(group));
        } catch (IOException e) {
            StorageException reason = new StorageException("the log did not take the write: " + e.getMessage(), e);
            refuseWaiting(reason);
            group.fail(reason);
        } finally {
            if (!group.isEmpty()) {
                group.fail(new StorageException("the log's thread has ended"));
            }
        }
        Path spare = tail.fill() > PREPARE_AT ? segments.claimPreparation() : null;
        if (spare != null) {
            preparer.execute(() -> segments.prepareSpare(spare));
        }
    }

    /** Before anybody hears of the refusal, so that no record that goes with a refused one gets in behind it. */
    private void refuseWaiting(StorageException reason) {
        lock.lock();
        try {
            refusals++;
            filling.fail(reason);
            roomAgain.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(LogGroup group) {
        lock.lock();
        try {
            idle = group;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets go the records up to a number, because a checkpoint or blocks hold what they say. Segments are let go whole, so
     * some of these records may be replayed still.
     */
    public void truncate(long sequence) throws IOException {
        segments.truncate(sequence);
    }

    /** Returns the number of the last acknowledged record, 0 where there is none. */
    public long lastSequence() {
        return tail.lastSequence();
    }

    /** Returns figures for metrics. */
    public LogStats stats() {
        return tail.stats();
    }

    /** Writes what was appended, syncs, and ends. Idempotent. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            recordsWait.signalAll();
            roomAgain.signalAll();
        } finally {
            lock.unlock();
        }
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            thread.join();
            preparer.shutdown();
            preparer.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(
                    "interrupted while the log was closing; what was appended may not be durable", e);
        }
        filling.close();
        if (idle != null) {
            idle.close();
        }
    }
}
