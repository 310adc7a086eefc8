package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checksums of the files of a block, as the file of {@link SumsLayout} holds them. Immutable. */
record Sums(List<Entry> entries) {
    private static final Logger LOG = LoggerFactory.getLogger(Sums.class);
    private static final String TEMPORARY_SUFFIX = ".tmp";

    /** One version of one file; {@code pieces} has a checksum for each MiB. */
    record Entry(String name, long length, int[] pieces) {
        /** Computes the entry of a file below a block directory. */
        static Entry of(Disk disk, Path block, String name, MemoryScope scope) throws IOException {
            Path path = block.resolve(name);
            long length = disk.size(path);
            return of(name, disk.map(path, scope), length);
        }

        /** Computes the entry of some bytes. */
        static Entry of(String name, Region region, long length) {
            int[] pieces = new int[SumsLayout.pieces(length)];
            for (int i = 0; i < pieces.length; i++) {
                long start = (long) i * SumsLayout.PIECE_LENGTH;
                pieces[i] = region.crc32c(start, Math.min(SumsLayout.PIECE_LENGTH, length - start));
            }
            return new Entry(name, length, pieces);
        }

        /** Returns where the first difference to another version lies, or -1 where there is none. */
        long firstDifference(Entry other) {
            int piece = Arrays.mismatch(pieces, other.pieces);
            if (piece < 0) {
                return length == other.length ? -1 : Math.min(length, other.length);
            }
            return Math.min((long) piece * SumsLayout.PIECE_LENGTH, Math.min(length, other.length));
        }
    }

    /** Returns the versions known of a file. */
    List<Entry> of(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).toList();
    }

    /** Returns the names of all files. */
    List<String> names() {
        return entries.stream().map(Entry::name).distinct().toList();
    }

    /** Returns these checksums with one file as it is now in place of what was known of it. */
    Sums with(Entry entry) {
        Stream<Entry> others = entries.stream().filter(known -> !known.name().equals(entry.name()));
        return new Sums(Stream.concat(others, Stream.of(entry)).toList());
    }

    /** Returns these checksums with one more version of a file. */
    Sums withAlso(Entry entry) {
        return new Sums(Stream.concat(entries.stream(), Stream.of(entry)).toList());
    }

    /**
     * Reads the checksums of a block, or returns null where it has none.
     *
     * @throws CorruptDataException when the file is damaged
     */
    static Sums read(Disk disk, Path block) throws IOException {
        Path path = block.resolve(SumsLayout.FILE_NAME);
        return disk.exists(path) ? decode(path.toString(), TombstonesFile.readFile(disk, path)) : null;
    }

    /** As {@link #read}; damaged checksums prove nothing and count as none. */
    static Sums readIfWhole(Disk disk, Path block) throws IOException {
        try {
            return read(disk, block);
        } catch (CorruptDataException e) {
            LOG.warn("Checksum file of a block is damaged, doing without: {}", e.getMessage());
            return null;
        }
    }

    static Sums decode(String file, byte[] bytes) {
        int end = bytes.length - SumsLayout.CHECKSUM_LENGTH;
        if (end < SumsLayout.HEADER_LENGTH + Integer.BYTES) {
            throw new CorruptDataException(file, bytes.length, "a header and a checksum", "the end of the file");
        }
        Region region = Region.ofHeap(bytes);
        new IndexSection(file, region, 0, end).check();
        if (region.getIntBigEndian(0) != SumsLayout.MAGIC
                || region.getByte(SumsLayout.VERSION_OFFSET) != SumsLayout.VERSION) {
            throw new CorruptDataException(file, 0, "checksums of version " + SumsLayout.VERSION, "something else");
        }
        RegionInput input = new RegionInput(file, region).at(SumsLayout.HEADER_LENGTH, end);
        List<Entry> entries = new ArrayList<>();
        for (int left = input.readInt(); left > 0; left--) {
            byte[] name = new byte[input.readStringLength()];
            region.getBytes(input.position(), name, 0, name.length);
            input.skip(name.length);
            input.skip(Long.BYTES);
            long length = region.getLongBigEndian(input.position() - Long.BYTES);
            if (length < 0 || length > input.left() / Integer.BYTES * SumsLayout.PIECE_LENGTH) {
                throw input.corrupt("a length whose checksums fit", length);
            }
            int[] pieces = new int[SumsLayout.pieces(length)];
            Arrays.setAll(pieces, i -> input.readInt());
            entries.add(new Entry(new String(name, StandardCharsets.UTF_8), length, pieces));
        }
        return new Sums(entries);
    }

    /** Writes the checksums of a block durably, in place of those before, by one rename. */
    void write(Disk disk, Path block) throws IOException {
        Path temporary = block.resolve(SumsLayout.FILE_NAME + TEMPORARY_SUFFIX);
        if (disk.exists(temporary)) {
            disk.delete(temporary);
        }
        try (FileOutput output = FileOutput.create(disk, temporary)) {
            output.startChecksum();
            output.putInt(SumsLayout.MAGIC);
            output.putByte(SumsLayout.VERSION);
            output.align(SumsLayout.HEADER_LENGTH);
            output.putInt(entries.size());
            for (Entry entry : entries) {
                byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
                output.putUvarint(name.length);
                output.putBytes(name, 0, name.length);
                output.putLong(entry.length());
                for (int piece : entry.pieces()) {
                    output.putInt(piece);
                }
            }
            output.putInt(output.checksum());
            output.finish();
        }
        disk.rename(temporary, block.resolve(SumsLayout.FILE_NAME));
        disk.syncDirectory(block);
    }
}
