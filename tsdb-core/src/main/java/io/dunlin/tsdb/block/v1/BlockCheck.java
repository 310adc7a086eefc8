package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Decides at opening whether a block may be served. With checksums of our own, {@code meta.json} must be what was written,
 * every file as long as it was, but those that a block does without, and the tombstones there where it has some; what the
 * files hold is checked when it is used. A block without them (another program wrote it) or with another {@code meta.json}
 * (another program changed it) is believed when its meta agrees with its index: every series and chunk is counted, and lies
 * in the range.
 */
final class BlockCheck {
    private final Disk disk;
    private final Path directory;

    /** What is known of the files, null for nothing. */
    private final Sums sums;

    BlockCheck(Disk disk, Path directory) throws IOException {
        this.disk = disk;
        this.directory = directory;
        this.sums = Sums.readIfWhole(disk, directory);
    }

    /** Returns whether the block was written with a file of a name. */
    boolean knows(String name) {
        return sums != null && sums.names().contains(name);
    }

    /** Checks a block that has been opened so far. */
    void run(BlockMeta meta, IndexReader index) throws IOException {
        if (sums != null) {
            requireLengths();
            requireTombstones(meta);
        }
        if (sums == null || !isMetaKnown()) {
            requireAgreement(meta, index);
        }
    }

    private void requireLengths() throws IOException {
        for (String name : sums.names()) {
            Path path = directory.resolve(name);
            long actual = disk.exists(path) ? disk.size(path) : -1;
            if (!name.equals(MetaFile.FILE_NAME)
                    && !name.equals(IndexSampleLayout.FILE_NAME)
                    && !name.equals(StartsLayout.FILE_NAME)
                    && !name.equals(DigestsLayout.FILE_NAME)
                    && sums.of(name).stream().noneMatch(entry -> entry.length() == actual)) {
                String expected = sums.of(name).get(0).length() + " bytes";
                throw new CorruptDataException(
                        path.toString(), Math.max(0, actual), expected, actual < 0 ? "no file" : actual + " bytes");
            }
        }
    }

    /** What was deleted must not come back because a file is missing. */
    private void requireTombstones(BlockMeta meta) throws IOException {
        Path path = directory.resolve(TombstonesLayout.FILE_NAME);
        if (meta.stats().tombstones() > 0 && !disk.exists(path)) {
            throw new CorruptDataException(
                    path.toString(), 0, meta.stats().tombstones() + " deleted ranges", "no file");
        }
    }

    private boolean isMetaKnown() throws IOException {
        byte[] bytes = TombstonesFile.readFile(disk, directory.resolve(MetaFile.FILE_NAME));
        Sums.Entry actual = Sums.Entry.of(MetaFile.FILE_NAME, Region.ofHeap(bytes), bytes.length);
        return sums.of(MetaFile.FILE_NAME).stream().anyMatch(entry -> entry.firstDifference(actual) < 0);
    }

    /** A foreign block's meta may leave out what Prometheus does not need either. */
    private boolean isCounted(BlockMeta meta) {
        return sums != null || meta.stats().series() != 0 || meta.stats().chunks() != 0;
    }

    private void requireAgreement(BlockMeta meta, IndexReader index) {
        PostingsList all = index.allSeries();
        SeriesEntry entry = new SeriesEntry(index);
        long chunks = 0;
        for (int i = 0; i < all.size(); i++) {
            entry.load(all.get(i));
            while (entry.nextChunk()) {
                chunks++;
                if (entry.minTime() < meta.minTime() || entry.maxTime() >= meta.maxTime()) {
                    throw disagreement(
                            "chunks from " + meta.minTime() + " to before " + meta.maxTime(),
                            "one from " + entry.minTime() + " to " + entry.maxTime());
                }
            }
        }
        if (isCounted(meta)
                && (meta.stats().series() != all.size() || meta.stats().chunks() != chunks)) {
            throw disagreement(
                    meta.stats().series() + " series and " + meta.stats().chunks() + " chunks, as the index has",
                    all.size() + " series and " + chunks + " chunks");
        }
    }

    private CorruptDataException disagreement(String expected, String actual) {
        return new CorruptDataException(directory.resolve(MetaFile.FILE_NAME).toString(), 0, expected, actual);
    }
}
