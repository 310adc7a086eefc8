package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.ChunkSamples;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.chunk.StartColumn;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.LabelSetHash;
import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Reads every byte of a block and compares everything that is said twice: all checksums, the files with {@code sums}, the
 * order of symbols and series, postings with series in both directions, chunks with their index entries and samples, start
 * timestamps, and all of it with {@code meta.json}. Slow on purpose.
 */
public final class BlockVerifier {
    private static final int MOST_FINDINGS = 100;

    private final Disk disk;
    private final Path directory;
    private final List<String> findings = new ArrayList<>();
    private final LongConsumer progress;

    private BlockVerifier(Disk disk, Path directory, LongConsumer progress) {
        this.disk = disk;
        this.directory = directory;
        this.progress = progress;
    }

    /**
     * Verifies a block.
     *
     * @param progress told the number of series verified so far
     * @return what is wrong, each for a person to read; empty where the block is whole
     */
    public static List<String> verify(Disk disk, OffHeap offHeap, Path directory, LongConsumer progress) {
        BlockVerifier verifier = new BlockVerifier(disk, directory, progress);
        try (MemoryScope scope = offHeap.openScope("verifying " + directory.getFileName())) {
            verifier.verifySums(scope);
        } catch (IOException | StorageException e) {
            verifier.findings.add(e.getMessage());
        }
        try (BlockReader block = BlockReader.open(disk, offHeap, directory, damage -> {})) {
            verifier.verifyName(block.meta().ulid());
            verifier.verifySymbols(block.index());
            verifier.verifyOrder(block);
            verifier.verifySeries(block);
            verifier.verifyPostings(block.index());
            verifier.verifyStarts(block);
            verifier.verifyDigests(block);
        } catch (StorageException e) {
            verifier.findings.add(e.getMessage());
        }
        return List.copyOf(verifier.findings);
    }

    private void verifySums(MemoryScope scope) throws IOException {
        Sums sums = Sums.read(disk, directory);
        if (sums == null) {
            return;
        }
        for (String name : sums.names()) {
            Sums.Entry actual = Sums.Entry.of(disk, directory, name, scope);
            List<Sums.Entry> known = sums.of(name);
            if (known.stream().noneMatch(entry -> entry.firstDifference(actual) < 0)) {
                findings.add(new CorruptDataException(
                                directory.resolve(name).toString(),
                                known.get(0).firstDifference(actual),
                                "the bytes that sums was computed from",
                                "others")
                        .getMessage());
            }
        }
    }

    /** A server sets aside what has another name than it says of itself. */
    private void verifyName(Ulid ulid) {
        String name = directory.getFileName().toString();
        require(
                !Ulid.isUlid(name) || name.equals(ulid.toString()),
                "directory: name=" + name + " in meta.json=" + ulid);
    }

    private void verifySymbols(IndexReader index) {
        try (var symbols = index.symbols().cursor()) {
            int count = 0;
            while (symbols.next()) {
                count++;
            }
            require(count == index.symbols().count(), "symbols: counted=" + count);
        }
    }

    /** Walks the block as a merge would, which checks the order of series. */
    private void verifyOrder(BlockReader block) {
        try (BlockSeriesCursor series = new BlockSeriesCursor(block)) {
            while (series.next()) {
                require(series.labelCount() > 0, "a series has no labels");
            }
        }
    }

    private void verifySeries(BlockReader block) {
        ChunkSamples decoder = new ChunkSamples();
        SampleBuffer buffer = new SampleBuffer();
        SeriesEntry entry = new SeriesEntry(block.index());
        BlockChunk chunk = new BlockChunk(block.chunks());
        PostingsList all = block.index().allSeries();
        long chunks = 0;
        long samples = 0;
        for (int i = 0; i < all.size(); i++) {
            entry.load(all.get(i));
            while (entry.nextChunk()) {
                buffer.clear();
                decoder.append(chunk.load(entry), Long.MIN_VALUE, Long.MAX_VALUE, buffer);
                requireTimes(entry, buffer);
                chunks++;
                samples += buffer.size();
            }
            progress.accept(i + 1L);
        }
        requireCounts(block, all.size(), chunks, samples);
    }

    private void requireCounts(BlockReader block, long series, long chunks, long samples) {
        if (block.meta().stats().withTombstones(0).equals(BlockMeta.Stats.EMPTY)) {
            // Opening a block refuses this unless another program wrote it and left out the counts.
            return;
        }
        require(
                samples == block.meta().stats().samples(),
                "samples: counted=" + samples + " in meta.json="
                        + block.meta().stats().samples());
        require(
                chunks == block.meta().stats().chunks(),
                "chunks: counted=" + chunks + " in meta.json="
                        + block.meta().stats().chunks());
        require(
                series == block.meta().stats().series(),
                "series: counted=" + series + " in meta.json="
                        + block.meta().stats().series());
    }

    private void requireTimes(SeriesEntry entry, SampleBuffer samples) {
        long[] times = samples.times();
        int size = samples.size();
        require(
                size > 0 && times[0] == entry.minTime() && times[size - 1] == entry.maxTime(),
                "chunk does not begin and end as its index entry says: minTime=" + entry.minTime() + " maxTime="
                        + entry.maxTime());
        for (int i = 1; i < size; i++) {
            require(times[i - 1] < times[i], "samples of a chunk do not rise in time: time=" + times[i]);
        }
    }

    private void verifyStarts(BlockReader block) {
        block.requireStarts();
        BlockStarts.Cursor starts = block.starts();
        StartColumn column = new StartColumn();
        for (int id : block.index().allSeries().toArray(block.index().file())) {
            starts.read(id, column);
        }
    }

    private void verifyDigests(BlockReader block) {
        if (!disk.exists(directory.resolve(DigestsLayout.FILE_NAME))) {
            return;
        }
        BlockDigests digests = block.digests();
        if (digests == null) {
            findings.add("directory=" + directory + " digests are damaged and not used");
            return;
        }
        int[] ids = block.index().allSeries().toArray(block.index().file());
        require(digests.series() == ids.length, "digests: counted=" + ids.length + " series=" + digests.series());
        verifyDigests(block, ids, digests);
    }

    /** Digests say of every series what its entry and chunks say; of the hashes that is seen by who wrote them. */
    private void verifyDigests(BlockReader block, int[] ids, BlockDigests digests) {
        long[] hashes = new long[LabelSetHash.LANES * ids.length];
        new BlockSeriesSet(block, ids, Long.MIN_VALUE, Long.MAX_VALUE).computeHashes(hashes, 0);
        long[] told = new long[hashes.length];
        BlockDigests.Cursor cursor = digests.cursor();
        SeriesEntry entry = new SeriesEntry(block.index());
        BlockChunk chunk = new BlockChunk(block.chunks());
        ChunkSamples decoder = new ChunkSamples();
        SampleBuffer buffer = new SampleBuffer();
        for (int i = 0; i < ids.length; i++) {
            cursor.moveTo(ids[i]);
            cursor.writeHash(told, i);
            if (cursor.hasSample()) {
                buffer.clear();
                entry.load(ids[i]);
                while (entry.nextChunk()) {
                    decoder.append(chunk.load(entry), Long.MIN_VALUE, Long.MAX_VALUE, buffer);
                }
                require(
                        buffer.size() == 1
                                && buffer.times()[0] == cursor.time()
                                && Double.doubleToRawLongBits(buffer.values()[0])
                                        == Double.doubleToRawLongBits(cursor.value()),
                        "a digest has another sample than the chunk: time=" + cursor.time());
            }
        }
        require(!digests.hasOurSeeds() || Arrays.equals(hashes, told), "digests have other hashes than the labels");
    }

    /** Every label pair of every series has that series in its list, and the lists have no others. */
    private void verifyPostings(IndexReader index) {
        PostingsTable table = index.postingsTable();
        SymbolTable symbols = index.symbols();
        SeriesEntry entry = new SeriesEntry(index);
        long listed = 0;
        for (String name : table.names()) {
            long nameReference = symbols.find(name);
            PostingsTable.Entries entries = table.entries(table.find(name));
            while (entries.next()) {
                long valueReference = symbols.find(entries.value());
                for (int id : index.list(entries.listOffset()).toArray(index.file())) {
                    entry.load(id);
                    int label = PostingsResolver.labelOf(entry, nameReference);
                    require(
                            label >= 0 && (entry.value(label) & 0xFFFF_FFFFL) == valueReference,
                            "a postings list has a series without its label: label=" + name + " value="
                                    + entries.value());
                    listed++;
                }
            }
        }
        long labels = 0;
        for (int id : index.allSeries().toArray(index.file())) {
            entry.load(id);
            labels += entry.labelCount();
        }
        require(labels == listed, "postings lists miss series: labels=" + labels + " listed=" + listed);
    }

    private void require(boolean holds, String finding) {
        if (!holds && findings.size() < MOST_FINDINGS) {
            findings.add("directory=" + directory + " " + finding);
        }
    }
}
