package io.dunlin.tsdb.head;

import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.disk.DiskFile;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The file of one epoch's sealed chunks ({@link ChunkFileLayout}); made when something is first written. Thread-safe. */
final class ChunkFile {
    private static final int WRITE_LENGTH = 256 << 10;

    private final Disk disk;
    private final Path path;

    /** How many bytes are in the file for certain. */
    private long durable;

    ChunkFile(Disk disk, Path path) {
        this.disk = disk;
        this.path = path;
    }

    /** Returns the file's name. */
    Path path() {
        return path;
    }

    /**
     * Writes what is not in the file yet, up to a position, and makes it durable, a segment at a time, so that the log's
     * sync never waits long behind this. Where that fails, the same is written again by the next call: which of it the
     * system kept is unknown.
     *
     * @param chunks the epoch's memory
     */
    synchronized void flush(Region chunks, long end) throws IOException {
        if (end <= durable) {
            return;
        }
        try (DiskFile file = durable == 0 ? create() : disk.open(path)) {
            while (durable < end) {
                long next = Math.min(end, nextSegment(durable));
                write(file, chunks, durable, next);
                file.sync();
                if (durable == 0) {
                    disk.syncDirectory(path.getParent());
                }
                durable = next;
            }
        }
    }

    private DiskFile create() throws IOException {
        if (disk.exists(path)) {
            disk.delete(path);
        }
        return disk.create(path);
    }

    private static long nextSegment(long position) {
        return (position / ChunkFileLayout.SEGMENT_LENGTH + 1) * ChunkFileLayout.SEGMENT_LENGTH;
    }

    private static void write(DiskFile file, Region chunks, long from, long to) throws IOException {
        byte[] piece = new byte[(int) Math.min(WRITE_LENGTH, to - from)];
        for (long at = from; at < to; at += piece.length) {
            int length = (int) Math.min(piece.length, to - at);
            chunks.getBytes(ChunkFileLayout.place(at), piece, 0, length);
            file.write(at, ByteBuffer.wrap(piece, 0, length));
        }
    }

    /** Maps some segments that have been flushed. */
    List<Region> map(int from, int to, MemoryScope scope) throws IOException {
        List<Region> windows = new ArrayList<>(to - from);
        for (int segment = from; segment < to; segment++) {
            long start = (long) segment * ChunkFileLayout.SEGMENT_LENGTH;
            windows.add(disk.map(path, start, ChunkFileLayout.SEGMENT_LENGTH, scope));
        }
        return windows;
    }

    /**
     * Goes on with the file of an earlier run. Where it is shorter than it was, it is filled with zeros, which no check
     * takes for chunks.
     *
     * @param used its length as the checkpoint says
     */
    synchronized void adopt(long used) throws IOException {
        try (DiskFile file = disk.exists(path) ? disk.open(path) : disk.create(path)) {
            if (file.size() < used) {
                file.preallocate(used);
            }
        }
        durable = used;
    }

    /**
     * Reads the begin of a file that has been adopted.
     *
     * @return whether the header is intact
     * @throws StorageException when another version of the program wrote it
     */
    boolean hasHeader() throws IOException {
        byte[] header = read(0, ChunkFileLayout.HEADER_LENGTH);
        Region region = Region.ofHeap(header);
        int version = region.getInt(ChunkFileLayout.VERSION);
        if (!ChunkFileLayout.isIntact(region)) {
            return false;
        }
        if (version != ChunkFileLayout.CURRENT_VERSION) {
            throw new StorageException("the head-chunk file has another format version: file=" + path + ", found="
                    + version + ", expected=" + ChunkFileLayout.CURRENT_VERSION);
        }
        return true;
    }

    /** Reads some bytes; what is behind the end of the file is zero. */
    byte[] read(long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try (DiskFile file = disk.openRead(path)) {
            file.read(position, bytes);
        }
        return bytes.array();
    }
}
