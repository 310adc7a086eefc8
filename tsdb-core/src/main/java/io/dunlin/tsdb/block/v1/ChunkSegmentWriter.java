package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.ChunkView;
import io.dunlin.tsdb.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;

/** Writes the files of {@link ChunkSegmentLayout}, a new one whenever the next chunk would make the last too long. */
final class ChunkSegmentWriter implements AutoCloseable {
    private final Disk disk;
    private final Path directory;
    private final long maxSegmentLength;
    private FileOutput output;
    private int segment = -1;

    ChunkSegmentWriter(Disk disk, Path directory, long maxSegmentLength) throws IOException {
        this.disk = disk;
        this.directory = directory;
        this.maxSegmentLength = maxSegmentLength;
        disk.createDirectories(directory);
    }

    /** Writes a chunk and returns its reference. */
    long add(ChunkView chunk) throws IOException {
        int length = chunk.length();
        int framed = Leb128.length(length)
                + ChunkSegmentLayout.ENCODING_LENGTH
                + length
                + ChunkSegmentLayout.CHECKSUM_LENGTH;
        if (output == null || output.position() + framed > maxSegmentLength) {
            cut();
        }
        long reference = ChunkSegmentLayout.reference(segment, output.position());
        output.putUvarint(length);
        output.startChecksum();
        output.putByte(chunk.encoding());
        output.putRegion(chunk.region(), chunk.address(), length);
        output.putInt(output.checksum());
        return reference;
    }

    private void cut() throws IOException {
        if (output != null) {
            output.finish();
        }
        segment++;
        output = FileOutput.create(disk, directory.resolve(ChunkSegmentLayout.fileName(segment)));
        output.putInt(ChunkSegmentLayout.MAGIC);
        output.putByte(ChunkSegmentLayout.VERSION);
        output.align(ChunkSegmentLayout.HEADER_LENGTH);
    }

    /** Returns the number of files. */
    int segments() {
        return segment + 1;
    }

    /** Makes all files durable. */
    void finish() throws IOException {
        if (output != null) {
            output.finish();
        }
        disk.syncDirectory(directory);
    }

    @Override
    public void close() throws IOException {
        if (output != null) {
            output.close();
        }
    }
}
