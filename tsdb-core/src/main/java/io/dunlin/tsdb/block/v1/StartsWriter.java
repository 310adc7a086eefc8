package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.ChunkView;
import io.dunlin.tsdb.chunk.StartColumn;
import io.dunlin.tsdb.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;

/**
 * Writes the file of {@link StartsLayout}, where some series has a known start timestamp; else there is none. Chunks come in
 * time order, series by rising id. Keeps 12 bytes for 32 series. Not thread-safe.
 */
final class StartsWriter implements AutoCloseable {
    private final Disk disk;
    private final Path path;
    private final StartColumn column = new StartColumn();
    private final EntryBuffer entry = new EntryBuffer();
    private final IntArrayList firstIds = new IntArrayList();
    private final LongArrayList places = new LongArrayList();
    private FileOutput output;

    /** The time of the first sample of the series that chunks are added to. */
    private long firstTime;

    private boolean begun;
    private int seriesInGroup;
    private long lastId;

    StartsWriter(Disk disk, Path directory) {
        this.disk = disk;
        this.path = directory.resolve(StartsLayout.FILE_NAME);
    }

    /** Adds the starts of the next chunk of a series. */
    void addChunk(ChunkView chunk) {
        if (!begun) {
            firstTime = chunk.minTime();
            begun = true;
        }
        column.addAll(chunk.starts(), chunk.minTime(), chunk.maxTime());
    }

    /** Ends a series. */
    void endSeries(int id) throws IOException {
        begun = false;
        if (!column.isEmpty()) {
            write(id);
            column.clear();
        }
    }

    private void write(int id) throws IOException {
        if (output == null) {
            output = FileOutput.create(disk, path);
            output.putInt(StartsLayout.MAGIC);
            output.putByte(StartsLayout.VERSION);
            output.align(StartsLayout.HEADER_LENGTH);
        }
        long unsigned = Integer.toUnsignedLong(id);
        if (seriesInGroup == 0) {
            firstIds.addInt(id);
            places.addLong(output.position());
            output.startChecksum();
            lastId = 0;
        }
        int length = column.encode(firstTime);
        entry.clear();
        entry.putUvarint(unsigned - lastId);
        entry.putUvarint(length);
        output.putBytes(entry.bytes(), 0, entry.length());
        output.putBytes(column.bytes(), 0, length);
        lastId = unsigned;
        seriesInGroup++;
        long groupLength = output.position() - places.getLong(places.size() - 1);
        if (seriesInGroup == StartsLayout.MOST_SERIES || groupLength >= StartsLayout.MOST_BYTES) {
            endGroup();
        }
    }

    private void endGroup() throws IOException {
        output.putInt(output.checksum());
        seriesInGroup = 0;
    }

    /**
     * Finishes the file of an index with this length and contents checksum.
     *
     * @return whether there is one
     */
    boolean finish(long indexLength, int indexChecksum) throws IOException {
        if (output == null) {
            return false;
        }
        if (seriesInGroup > 0) {
            endGroup();
        }
        output.startChecksum();
        for (int i = 0; i < places.size(); i++) {
            output.putInt(firstIds.getInt(i));
            output.putLong(places.getLong(i));
        }
        output.putInt(places.size());
        output.putLong(indexLength);
        output.putInt(indexChecksum);
        output.putInt(output.checksum());
        output.finish();
        return true;
    }

    @Override
    public void close() throws IOException {
        if (output != null) {
            output.close();
        }
    }
}
