package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.Block;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.DamagedBlock;
import io.dunlin.tsdb.block.IndexSize;
import io.dunlin.tsdb.block.LabelAnswers;
import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.block.Tombstones;
import io.dunlin.tsdb.chunk.StartColumn;
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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open block directory: files mapped, small ones read, sections checked when first used. */
public final class BlockReader implements Block {
    private static final Logger LOG = LoggerFactory.getLogger(BlockReader.class);

    private static final String DAMAGED_DIGESTS = "Digests of a run are damaged, reading its series instead: {}";

    private final Disk disk;
    private final Path directory;
    private final BlockMeta meta;
    private final Tombstones tombstones;
    private final MemoryScope scope;
    private final IndexReader index;
    private final ChunkSegments chunks;
    private final BlockStarts starts;

    /** Null where there are none, or none that are whole. */
    private final AtomicReference<BlockDigests> digests = new AtomicReference<>();

    private final long sizeBytes;
    private final Consumer<CorruptDataException> whenDamaged;
    private final Supplier<LabelAnswers> answers;

    /** What of the start timestamps is damaged, as far as it was met; null for nothing. */
    private final AtomicReference<CorruptDataException> damagedStarts = new AtomicReference<>();

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
        BlockCheck check = new BlockCheck(disk, directory);
        check.run(meta, index);
        this.starts = openStarts(check.knows(StartsLayout.FILE_NAME));
        openDigests();
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

    /** Without them samples are still right, so damage is no reason to set the block aside. */
    private BlockStarts openStarts(boolean expected) throws IOException {
        try {
            BlockStarts found = BlockStarts.open(disk, directory, scope, index);
            if (expected && found == BlockStarts.NONE) {
                Path path = directory.resolve(StartsLayout.FILE_NAME);
                throw new CorruptDataException(path.toString(), 0, "the file that sums knows", "no file");
            }
            return found;
        } catch (CorruptDataException e) {
            reportStarts(e);
            return BlockStarts.NONE;
        }
    }

    private void openDigests() throws IOException {
        try {
            digests.set(BlockDigests.open(disk, directory, scope, index));
        } catch (CorruptDataException e) {
            LOG.warn(DAMAGED_DIGESTS, e.getMessage());
        }
    }

    /** Returns what is known of the series without reading their entries, null for nothing. */
    BlockDigests digests() {
        return digests.get();
    }

    /** Takes the digests for damaged: from now on the entries and chunks are read, which say the same. */
    void giveUpDigests(CorruptDataException damage) {
        if (digests.getAndSet(null) != null) {
            LOG.warn(DAMAGED_DIGESTS, damage.getMessage());
        }
    }

    private void reportStarts(CorruptDataException damage) {
        if (damagedStarts.compareAndSet(null, damage)) {
            LOG.error(
                    "Start timestamps of a block are damaged, its samples are served without them: directory={}"
                            + " reason={}",
                    directory,
                    damage.getMessage());
        }
    }

    /** Returns a reader of start timestamps, for {@link #readStarts}. */
    BlockStarts.Cursor starts() {
        return starts.cursor();
    }

    /** Reads the start timestamps of a series; none where they are damaged, which is reported. */
    void readStarts(BlockStarts.Cursor cursor, int id, StartColumn into) {
        try {
            cursor.read(id, into);
        } catch (CorruptDataException e) {
            into.clear();
            reportStarts(e);
        }
    }

    @Override
    public void requireStarts() {
        CorruptDataException damage = damagedStarts.get();
        if (damage != null) {
            throw damage;
        }
        starts.check();
    }

    @Override
    public Optional<DamagedBlock> damage() {
        return Optional.ofNullable(damagedStarts.get()).map(found -> new DamagedBlock(directory, found.getMessage()));
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
