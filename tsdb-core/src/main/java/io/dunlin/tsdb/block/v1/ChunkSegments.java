package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The mapped chunk files of a block. Thread-safe while the scope that maps them is open. */
final class ChunkSegments {
    private final String directory;
    private final List<Segment> segments;
    private final long bytes;

    /** One mapped file. */
    record Segment(String file, Region region, long length) {}

    private ChunkSegments(String directory, List<Segment> segments) {
        this.directory = directory;
        this.segments = segments;
        this.bytes = segments.stream().mapToLong(Segment::length).sum();
    }

    /** Maps the chunk files of a block directory and checks their headers. */
    static ChunkSegments open(Disk disk, Path block, MemoryScope scope) throws IOException {
        Path directory = block.resolve(ChunkSegmentLayout.DIRECTORY_NAME);
        List<Segment> segments = new ArrayList<>();
        if (disk.isDirectory(directory)) {
            for (Path path : disk.list(directory)) {
                if (path.getFileName().toString().matches("\\d{6,}")) {
                    segments.add(openSegment(disk, path, scope));
                }
            }
        }
        return new ChunkSegments(directory.toString(), List.copyOf(segments));
    }

    private static Segment openSegment(Disk disk, Path path, MemoryScope scope) throws IOException {
        String file = path.toString();
        long length = disk.size(path);
        if (length < ChunkSegmentLayout.HEADER_LENGTH) {
            throw new CorruptDataException(file, length, "a header", "the end of the file");
        }
        Region region = disk.map(path, scope);
        int magic = region.getIntBigEndian(0);
        if (magic != ChunkSegmentLayout.MAGIC) {
            throw new CorruptDataException(
                    file, 0, Integer.toHexString(ChunkSegmentLayout.MAGIC), Integer.toHexString(magic));
        }
        int version = region.getByte(ChunkSegmentLayout.VERSION_OFFSET);
        if (version != ChunkSegmentLayout.VERSION) {
            throw new CorruptDataException(
                    file,
                    ChunkSegmentLayout.VERSION_OFFSET,
                    "version " + ChunkSegmentLayout.VERSION,
                    "version " + version);
        }
        return new Segment(file, region, length);
    }

    /** Returns the length of all files. */
    long bytes() {
        return bytes;
    }

    /** Returns the file that a chunk reference points into. */
    Segment of(long reference) {
        long number = ChunkSegmentLayout.segment(reference);
        if (number >= segments.size()) {
            throw new CorruptDataException(
                    directory, 0, "chunk file number " + (number + 1), segments.size() + " files");
        }
        return segments.get((int) number);
    }
}
