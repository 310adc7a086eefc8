package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.Tombstones;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.disk.DiskFile;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Reads and writes the file of {@link TombstonesLayout}. */
final class TombstonesFile {
    private static final String TEMPORARY_SUFFIX = ".tmp";

    private TombstonesFile() {}

    /** Reads the tombstones of a block directory; an absent file deletes nothing. */
    static Tombstones read(Disk disk, Path directory) throws IOException {
        Path path = directory.resolve(TombstonesLayout.FILE_NAME);
        if (!disk.exists(path)) {
            return Tombstones.NONE;
        }
        return decode(path.toString(), readFile(disk, path));
    }

    /** Reads a small file whole. */
    static byte[] readFile(Disk disk, Path path) throws IOException {
        try (DiskFile file = disk.openRead(path)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
            file.read(0, bytes);
            return bytes.array();
        }
    }

    /** Decodes the bytes of a file. */
    static Tombstones decode(String file, byte[] bytes) {
        int end = bytes.length - TombstonesLayout.CHECKSUM_LENGTH;
        if (end < TombstonesLayout.HEADER_LENGTH) {
            throw new CorruptDataException(file, bytes.length, "a header and a checksum", "the end of the file");
        }
        Region region = Region.ofHeap(bytes);
        if (region.getIntBigEndian(0) != TombstonesLayout.MAGIC) {
            throw new CorruptDataException(
                    file,
                    0,
                    Integer.toHexString(TombstonesLayout.MAGIC),
                    Integer.toHexString(region.getIntBigEndian(0)));
        }
        int version = region.getByte(TombstonesLayout.VERSION_OFFSET);
        if (version != TombstonesLayout.VERSION) {
            throw new CorruptDataException(
                    file, TombstonesLayout.VERSION_OFFSET, "version " + TombstonesLayout.VERSION, "version " + version);
        }
        new IndexSection(file, region, TombstonesLayout.HEADER_LENGTH, end).check();
        RegionInput input = new RegionInput(file, region).at(TombstonesLayout.HEADER_LENGTH, end);
        Tombstones.Builder tombstones = new Tombstones.Builder(Tombstones.NONE);
        while (input.hasMore()) {
            long seriesId = input.readUvarint();
            long minTime = input.readVarint();
            long maxTime = input.readVarint();
            if (minTime > maxTime) {
                throw input.corrupt("a range that ends at or after " + minTime, maxTime);
            }
            tombstones.add(seriesId, minTime, maxTime);
        }
        return tombstones.build();
    }

    /** Writes the tombstones of a block directory durably, in place of those before, by one rename. */
    static void write(Disk disk, Path directory, Tombstones tombstones) throws IOException {
        Path path = directory.resolve(TombstonesLayout.FILE_NAME);
        Path temporary = directory.resolve(TombstonesLayout.FILE_NAME + TEMPORARY_SUFFIX);
        if (disk.exists(temporary)) {
            disk.delete(temporary);
        }
        EntryBuffer entries = new EntryBuffer();
        try (FileOutput output = FileOutput.create(disk, temporary)) {
            output.putInt(TombstonesLayout.MAGIC);
            output.putByte(TombstonesLayout.VERSION);
            output.startChecksum();
            for (long id : tombstones.seriesIds()) {
                writeSeries(output, entries, id, tombstones.of(id));
            }
            output.putInt(output.checksum());
            output.finish();
        }
        disk.rename(temporary, path);
        disk.syncDirectory(directory);
    }

    private static void writeSeries(FileOutput output, EntryBuffer entries, long id, long[] pairs) throws IOException {
        for (int i = 0; i < pairs.length; i += 2) {
            entries.clear();
            entries.putUvarint(id);
            entries.putVarint(pairs[i]);
            entries.putVarint(pairs[i + 1]);
            output.putBytes(entries.bytes(), 0, entries.length());
        }
    }
}
