package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.Block;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.IndexSize;
import io.dunlin.tsdb.block.LabelAnswers;
import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.block.Tombstones;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** An open block directory: files mapped, small ones read, sections checked when first used. */
public final class BlockReader implements Block {
    private final Disk disk;
    private final Path directory;
    private final BlockMeta meta;
    private final Tombstones tombstones;
    private final MemoryScope scope;
    private final IndexReader index;
    private final ChunkSegments chunks;
    private final long sizeBytes;
    private final Consumer<CorruptDataException> whenDamaged;
    private final Supplier<LabelAnswers> answers;

    private BlockReader(
            Disk disk,
            MemoryScope scope,
            Path directory,
            Consumer<CorruptDataException> whenDamaged,
            Supplier<LabelAnswers> answers)
            throws IOException {
        this.answers = answers;
        this.disk = disk;
        this.whenDamaged = whenDamaged;
        this.directory = directory;
        this.scope = scope;
        this.meta = MetaFile.read(disk, directory);
        this.tombstones = TombstonesFile.read(disk, directory);
        this.index = IndexReader.open(disk, directory, scope);
        this.chunks = ChunkSegments.open(disk, directory, scope);
        this.sizeBytes = size(disk, directory);
        new BlockCheck(disk, directory).run(meta, index);
    }

    /**
     * Opens a block.
     *
     * @param whenDamaged told when reading meets damage, before the reader gets the exception
     * @throws CorruptDataException when what is read at once is damaged
     * @throws StorageException when a file can't be read
     */
    public static BlockReader open(
            Disk disk, OffHeap offHeap, Path directory, Consumer<CorruptDataException> whenDamaged) {
        return open(disk, offHeap, directory, whenDamaged, () -> LabelAnswers.NONE);
    }

    /** Opens a block that looks for answers about labels in a memory first. */
    static BlockReader open(
            Disk disk,
            OffHeap offHeap,
            Path directory,
            Consumer<CorruptDataException> whenDamaged,
            Supplier<LabelAnswers> answers) {
        MemoryScope scope = offHeap.openScope("block " + directory.getFileName());
        BlockReader block = null;
        try {
            block = new BlockReader(disk, scope, directory, whenDamaged, answers);
            return block;
        } catch (IOException e) {
            throw new StorageException("can't open block: directory=" + directory + " cause=" + e, e);
        } finally {
            if (block == null) {
                scope.close();
            }
        }
    }

    private static long size(Disk disk, Path path) throws IOException {
        if (!disk.isDirectory(path)) {
            return disk.size(path);
        }
        long sum = 0;
        for (Path child : disk.list(path)) {
            sum += size(disk, child);
        }
        return sum;
    }

    @Override
    public BlockMeta meta() {
        return meta;
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public IndexSize indexSize() {
        return index.size();
    }

    @Override
    public Querier querier(long minTime, long maxTime) {
        BlockQuerier querier = new BlockQuerier(this, minTime, maxTime);
        LabelAnswers memory = answers.get();
        return memory == LabelAnswers.NONE ? querier : new RememberingQuerier(querier, meta.ulid(), memory);
    }

    @Override
    public SeriesSource source() {
        return new BlockSource(this);
    }

    @Override
    public boolean delete(long minTime, long maxTime, List<LabelMatcher> matchers) {
        try {
            return BlockDeletion.run(disk, this, minTime, maxTime, matchers);
        } catch (IOException e) {
            throw new StorageException("can't write tombstones: directory=" + directory + " cause=" + e, e);
        }
    }

    /** Does something that reads the block, and reports the block where that meets damage. */
    <T> T reading(Supplier<T> work) {
        try {
            return work.get();
        } catch (CorruptDataException e) {
            whenDamaged.accept(e);
            throw e;
        }
    }

    IndexReader index() {
        return index;
    }

    ChunkSegments chunks() {
        return chunks;
    }

    Tombstones tombstones() {
        return tombstones;
    }

    @Override
    public void close() {
        scope.close();
    }

    @Override
    public String toString() {
        return "BlockReader{" + meta.ulid() + "}";
    }
}
