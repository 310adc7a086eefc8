package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.BlockMeta.Compaction;
import io.dunlin.tsdb.block.BlockMeta.Stats;
import io.dunlin.tsdb.block.ChunkView;
import io.dunlin.tsdb.block.Tombstones;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.OffHeap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one block: all symbols in byte order, then series in label order, each followed by its chunks in time order, then
 * {@link #publish}. The block grows in a directory of its own below a temporary one and appears under its name whole and
 * durable, or not at all. Not thread-safe.
 */
public final class BlockWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BlockWriter.class);
    private static final String SCRATCH_SUFFIX = "-scratch";
    private static final int XOR = 1;

    private final Disk disk;
    private final Ulid ulid;
    private final Path directory;
    private final Path scratch;
    private final MemoryScope scope;
    private final ChunkSegmentWriter chunkWriter;
    private final IndexWriter indexWriter;
    private final StartsWriter startsWriter;

    /** Null where the block gets no digests. */
    private final DigestsWriter digestsWriter;

    private final ChunkList chunks = new ChunkList();
    private int[] labels = {};
    private int labelCount;
    private long samples;
    private long floatSamples;
    private long series;
    private long chunkCount;

    /**
     * How large parts of a block get before something is cut, and how many bytes are left empty before the series and before
     * the postings of an index. Tests make the former small, and the latter so large that the file passes 2 GiB.
     */
    record Sizes(long chunkSegment, int postingsBuffer, long hole) {
        static final Sizes DEFAULT =
                new Sizes(ChunkSegmentLayout.MAX_SEGMENT_LENGTH, PostingsSorter.DEFAULT_CAPACITY, 0);
    }

    /**
     * Starts a block.
     *
     * @param temporary where the block grows until it is published
     * @param digests whether the block gets the file of {@link DigestsLayout}
     */
    public BlockWriter(Disk disk, OffHeap offHeap, Path temporary, Ulid ulid, boolean digests) throws IOException {
        this(disk, offHeap, temporary, ulid, digests, Sizes.DEFAULT);
    }

    BlockWriter(Disk disk, OffHeap offHeap, Path temporary, Ulid ulid, boolean digests, Sizes sizes)
            throws IOException {
        this.disk = disk;
        this.ulid = ulid;
        this.directory = temporary.resolve(ulid.toString());
        this.scratch = temporary.resolve(ulid + SCRATCH_SUFFIX);
        this.scope = offHeap.openScope("writer of block " + ulid);
        disk.createDirectories(directory);
        disk.createDirectories(scratch);
        this.chunkWriter = new ChunkSegmentWriter(
                disk, directory.resolve(ChunkSegmentLayout.DIRECTORY_NAME), sizes.chunkSegment());
        this.indexWriter = new IndexWriter(disk, directory, scratch, scope, sizes);
        this.startsWriter = new StartsWriter(disk, directory);
        this.digestsWriter = digests ? new DigestsWriter(disk, directory) : null;
    }

    /** Adds the next string in byte order and returns its symbol. Strings that no series uses do no harm. */
    public int addSymbol(byte[] bytes, int length) throws IOException {
        if (digestsWriter != null) {
            digestsWriter.addSymbol(bytes, length);
        }
        return indexWriter.addSymbol(bytes, length);
    }

    /**
     * Starts the next series in label order. A series without chunks is left out.
     *
     * @param symbols the symbols of name, value, name, value …; copied
     * @param count how many pairs are used
     */
    public void startSeries(int[] symbols, int count) throws IOException {
        endSeries();
        if (labels.length < 2 * count) {
            labels = new int[4 * count];
        }
        System.arraycopy(symbols, 0, labels, 0, 2 * count);
        labelCount = count;
    }

    /** Adds the next chunk of the series, with its start timestamps; it begins after the one before it has ended. */
    public void addChunk(ChunkView chunk) throws IOException {
        chunks.add(chunk.minTime(), chunk.maxTime(), chunkWriter.add(chunk));
        startsWriter.addChunk(chunk);
        if (digestsWriter != null) {
            digestsWriter.addChunk(chunk);
        }
        samples += chunk.samples();
        if (chunk.encoding() == XOR) {
            floatSamples += chunk.samples();
        }
    }

    private void endSeries() throws IOException {
        if (chunks.size() > 0) {
            int id = indexWriter.addSeries(labels, labelCount, chunks);
            startsWriter.endSeries(id);
            if (digestsWriter != null) {
                digestsWriter.endSeries(id, labels, labelCount);
            }
            series++;
            chunkCount += chunks.size();
            chunks.clear();
        }
    }

    /** Ends the last series and returns what the block holds so far. */
    public Stats stats() throws IOException {
        endSeries();
        return new Stats(samples, floatSamples, samples - floatSamples, series, chunkCount, 0);
    }

    /**
     * Finishes the block and makes it appear in {@code parent}, durably. There must be at least one series.
     *
     * @param minTime the first millisecond of the block's range
     * @param maxTime the first millisecond behind it
     */
    public BlockMeta publish(Path parent, long minTime, long maxTime, Compaction compaction) throws IOException {
        Stats stats = stats();
        if (series == 0) {
            throw new IllegalStateException("a block needs a series: ulid=" + ulid);
        }
        chunkWriter.finish();
        indexWriter.finish();
        boolean starts = startsWriter.finish(indexWriter.length(), indexWriter.checksum());
        if (digestsWriter != null) {
            digestsWriter.finish(indexWriter.length(), indexWriter.checksum());
        }
        TombstonesFile.write(disk, directory, Tombstones.NONE);
        BlockMeta meta = new BlockMeta(ulid, minTime, maxTime, stats, compaction);
        MetaFile.write(disk, directory, meta);
        sums(starts).write(disk, directory);
        Path published = parent.resolve(ulid.toString());
        disk.rename(directory, published);
        try {
            disk.syncDirectory(parent);
        } catch (IOException e) {
            // Not durable is not published: a caller that tries again must not leave two blocks of the same samples.
            disk.rename(published, directory);
            throw e;
        }
        return meta;
    }

    /** Reads all files once more, but for the tombstones, which change and have a checksum of their own. */
    private Sums sums(boolean starts) throws IOException {
        List<Sums.Entry> entries = new ArrayList<>();
        for (String name : List.of(MetaFile.FILE_NAME, IndexLayout.FILE_NAME, IndexSampleLayout.FILE_NAME)) {
            entries.add(Sums.Entry.of(disk, directory, name, scope));
        }
        if (starts) {
            entries.add(Sums.Entry.of(disk, directory, StartsLayout.FILE_NAME, scope));
        }
        if (digestsWriter != null) {
            entries.add(Sums.Entry.of(disk, directory, DigestsLayout.FILE_NAME, scope));
        }
        for (int segment = 0; segment < chunkWriter.segments(); segment++) {
            String name = ChunkSegmentLayout.DIRECTORY_NAME + '/' + ChunkSegmentLayout.fileName(segment);
            entries.add(Sums.Entry.of(disk, directory, name, scope));
        }
        return new Sums(entries);
    }

    /** Releases what is held and deletes what was not published. */
    @Override
    public void close() throws IOException {
        try (indexWriter;
                chunkWriter;
                startsWriter;
                digestsWriter) {
            scope.close();
        } finally {
            delete(scratch);
            delete(directory);
        }
    }

    /** What is left lies below the temporary directory, which is emptied at the next start: no reason to fail a block. */
    private void delete(Path leftOver) {
        try {
            if (disk.exists(leftOver)) {
                disk.deleteTree(leftOver);
            }
        } catch (IOException e) {
            LOG.warn("Files of a block writer could not be deleted: directory={} cause={}", leftOver, e.toString());
        }
    }
}
