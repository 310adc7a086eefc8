package io.dunlin.tsdb;

import io.dunlin.tsdb.block.BlockCatalog;
import io.dunlin.tsdb.disk.DirectoryLock;
import io.dunlin.tsdb.head.Head;
import io.dunlin.tsdb.head.HeadOptions;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.query.MergedView;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.Storage;
import io.dunlin.tsdb.storage.StorageException;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A database in a directory: the newest samples in memory, the older ones in blocks. Thread-safe. One process at a time
 * has a directory open.
 */
public final class Tsdb implements Storage {
    private final DirectoryLock lock;
    private final OffHeap offHeap;
    private final BlockCatalog blocks;
    private final Head head;

    private Tsdb(DirectoryLock lock, OffHeap offHeap, TsdbOptions options) {
        this.lock = lock;
        this.offHeap = offHeap;
        this.blocks = new BlockCatalog();
        this.head = new Head(offHeap, headOptions(options));
    }

    private static HeadOptions headOptions(TsdbOptions options) {
        return HeadOptions.of(options.minBlockDuration().toMillis())
                .withClock(options.clock())
                .withLimits(options.limits())
                .withExemplars(options.exemplars());
    }

    /**
     * Opens a database, making the directory where it is missing.
     *
     * @throws StorageException when the directory can't be used: another process has it open, another version of the
     *     program wrote it, the disk fails
     * @throws io.dunlin.tsdb.memory.MissingJvmOptionException when the JVM was started without an option that off-heap
     *     memory needs
     */
    public static Tsdb open(Path directory, TsdbOptions options) {
        OffHeap offHeap = OffHeap.withLimit(options.memoryLimit());
        try {
            options.disk().createDirectories(directory);
            DirectoryLock lock = DirectoryLock.acquire(directory);
            boolean opened = false;
            try {
                new DataDirectory(options.disk(), directory).prepare();
                Tsdb tsdb = new Tsdb(lock, offHeap, options);
                opened = true;
                return tsdb;
            } finally {
                if (!opened) {
                    lock.close();
                }
            }
        } catch (IOException e) {
            throw new StorageException("can't open the database: directory=" + directory + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Appender appender() {
        return head.appender();
    }

    @Override
    public View view() {
        return new MergedView(head.view(), blocks.acquire());
    }

    /** Returns what senders said of metric families. */
    public List<MetricMetadata> metadata() {
        return head.metadata();
    }

    /** Returns the account of the memory outside the Java heap. */
    public OffHeap memory() {
        return offHeap;
    }

    /** Closes the database. No appender or view may be in use. */
    @Override
    public void close() throws IOException {
        try {
            head.close();
            blocks.close();
        } finally {
            lock.close();
        }
    }
}
