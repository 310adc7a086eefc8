package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.Block;
import io.dunlin.tsdb.block.BlockFormat;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.LabelAnswers;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Prometheus's block format on one disk. Thread-safe. */
public final class PrometheusBlockFormat implements BlockFormat {
    private final Disk disk;
    private final OffHeap offHeap;
    private volatile LabelAnswers answers = LabelAnswers.NONE;

    /** Makes a format whose blocks are mapped under this account. */
    public PrometheusBlockFormat(Disk disk, OffHeap offHeap) {
        this.disk = disk;
        this.offHeap = offHeap;
    }

    /** Has the blocks opened by this format look for answers about labels in a memory first, from now on. */
    public void answerFrom(LabelAnswers memory) {
        answers = memory;
    }

    /** A link is none, as for Prometheus: what it leads to may be on another disk, which neither renames nor links reach. */
    @Override
    public Optional<String> whyNoBlock(Path path) {
        if (disk.isLink(path)) {
            return Optional.of("a symbolic link: the block itself must lie here");
        }
        if (!disk.isDirectory(path)) {
            return Optional.of("not a directory");
        }
        return disk.exists(path.resolve(MetaFile.FILE_NAME)) ? Optional.empty() : Optional.of(whyNoMeta(path));
    }

    /** In a directory that may not be looked into, nothing exists. */
    private String whyNoMeta(Path path) {
        try {
            disk.list(path);
            return "no meta.json: it was lost, or is still being copied";
        } catch (IOException e) {
            return "can't be read: cause=" + e;
        }
    }

    @Override
    public Block open(Path directory, Consumer<CorruptDataException> whenDamaged) {
        return BlockReader.open(disk, offHeap, directory, whenDamaged, () -> answers);
    }

    @Override
    public void writeMeta(Path directory, BlockMeta meta) {
        try {
            MetaFile.rewrite(disk, directory, meta);
        } catch (IOException e) {
            throw new StorageException("can't write block meta: directory=" + directory + " cause=" + e, e);
        }
    }
}
