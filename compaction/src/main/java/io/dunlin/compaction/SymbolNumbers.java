package io.dunlin.compaction;

import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.disk.DiskFile;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * For one source of a merge: which symbol of the merged block each of its symbols became. Written in order to a scratch
 * file, then read through a mapping, so that the size of a symbol table costs no memory of the process.
 */
final class SymbolNumbers implements AutoCloseable {
    private static final int BUFFER_LENGTH = 64 * 1024;

    private final Disk disk;
    private final Path path;
    private final DiskFile file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_LENGTH);
    private long written;
    private Region region;

    SymbolNumbers(Disk disk, Path path) throws IOException {
        this.disk = disk;
        this.path = path;
        this.file = disk.create(path);
    }

    /** Adds the number of the source's next symbol. */
    void add(int merged) throws IOException {
        if (!buffer.hasRemaining()) {
            flush();
        }
        buffer.putInt(merged);
    }

    private void flush() throws IOException {
        buffer.flip();
        int length = buffer.remaining();
        file.write(written, buffer);
        written += length;
        buffer.clear();
    }

    /** Ends adding and maps the file; the scope must outlive the reading. */
    void map(MemoryScope scope) throws IOException {
        flush();
        region = disk.map(path, scope);
    }

    /** Returns the merged number of a symbol of the source. */
    int get(int symbol) {
        return region.getIntBigEndian((long) symbol * Integer.BYTES);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
