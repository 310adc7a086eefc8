package io.dunlin.server.tsdb;

import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.Compactor;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.block.v1.PrometheusBlockFormat;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.OffHeap;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts blocks into a data directory, each whole and by one rename; a server that has the directory open serves them within
 * a minute. Closing it removes what was not finished. One thread.
 */
final class BlockInbox implements AutoCloseable {
    private static final long MEMORY = 4L << 30;

    private final Disk disk = Disk.system();
    private final OffHeap offHeap = OffHeap.withLimit(MEMORY);
    private final PrometheusBlockFormat format = new PrometheusBlockFormat(disk, offHeap);
    private final Path directory;
    private final Path staging;

    BlockInbox(Path directory) throws IOException {
        Ulid own = Ulid.of(Clock.systemUTC().millis(), new SecureRandom());
        this.directory = directory;
        this.staging = directory.resolve("tmp").resolve("import-" + own);
        disk.createDirectories(work());
    }

    private Path work() {
        return staging.resolve("work");
    }

    /** Returns what a block is written with. */
    Compactor.Workplace workplace() {
        return new Compactor.Workplace(disk, offHeap, work());
    }

    /** Returns the directory in which a block is made ready, under its ULID. */
    Path staging() {
        return staging;
    }

    /** Returns whether the data directory has a block already. */
    boolean has(Ulid ulid) {
        return disk.exists(directory.resolve(ulid.toString()));
    }

    /**
     * Puts a block in place. It gets the mark that it came later: of samples with equal times those stay that were there
     * before.
     */
    void publish(BlockMeta meta) throws IOException {
        Path block = staging.resolve(meta.ulid().toString());
        BlockMeta.Compaction origin = meta.compaction();
        List<String> hints = new ArrayList<>(origin.hints());
        if (!hints.contains(BlockMeta.Compaction.FROM_OUT_OF_ORDER)) {
            hints.add(BlockMeta.Compaction.FROM_OUT_OF_ORDER);
        }
        format.writeMeta(
                block,
                meta.with(new BlockMeta.Compaction(
                        origin.level(),
                        origin.sources(),
                        origin.deletable(),
                        origin.parents(),
                        origin.failed(),
                        hints)));
        disk.rename(block, directory.resolve(meta.ulid().toString()));
        disk.syncDirectory(directory);
    }

    @Override
    public void close() throws IOException {
        disk.deleteTree(staging);
    }
}
