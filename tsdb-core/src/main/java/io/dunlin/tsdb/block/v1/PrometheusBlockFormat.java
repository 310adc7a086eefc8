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

    @Override
    public boolean isBlock(Path directory) {
        return disk.isDirectory(directory) && disk.exists(directory.resolve(MetaFile.FILE_NAME));
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
