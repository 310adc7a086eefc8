package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.ChunkSamples;
import io.dunlin.tsdb.block.ChunkView;
import io.dunlin.tsdb.chunk.ChunkEncoding;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.model.LabelSetHash;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.io.IOException;
import java.nio.file.Path;
import org.agrona.collections.LongArrayList;

/**
 * Writes the file of {@link DigestsLayout}: all symbols, then for each series its chunks and its labels. Keeps 16 bytes a
 * symbol, which is why only runs have the file. Not thread-safe.
 */
final class DigestsWriter implements AutoCloseable {
    private final Disk disk;
    private final Path path;

    /** Both lanes of the hash of each symbol. */
    private final LongArrayList symbols = new LongArrayList();

    private final int[] ids = new int[DigestsLayout.GROUP];
    private final long[] lows = new long[DigestsLayout.GROUP];
    private final long[] highs = new long[DigestsLayout.GROUP];
    private final long[] times = new long[DigestsLayout.GROUP];
    private final long[] values = new long[DigestsLayout.GROUP];
    private final ChunkSamples decoder = new ChunkSamples();
    private final SampleBuffer buffer = new SampleBuffer(1);
    private FileOutput output;
    private int size;
    private int series;

    /** The chunks of the series so far. */
    private int chunks;

    private long time;
    private long value;

    DigestsWriter(Disk disk, Path directory) {
        this.disk = disk;
        this.path = directory.resolve(DigestsLayout.FILE_NAME);
    }

    /** Adds the next symbol. */
    void addSymbol(byte[] utf8, int length) {
        symbols.addLong(LabelSetHash.string(0, utf8, length));
        symbols.addLong(LabelSetHash.string(1, utf8, length));
    }

    /** Adds the next chunk of a series. */
    void addChunk(ChunkView chunk) {
        boolean only = chunks == 0
                && chunk.samples() == 1
                && chunk.encoding() == ChunkEncoding.XOR.code()
                && chunk.starts().isEmpty();
        chunks++;
        time = DigestsLayout.NO_SAMPLE;
        if (only) {
            buffer.clear();
            decoder.append(chunk, Long.MIN_VALUE, Long.MAX_VALUE, buffer);
            time = buffer.times()[0];
            value = Double.doubleToRawLongBits(buffer.values()[0]);
        }
    }

    /** Ends a series, whose id is greater than all before. */
    void endSeries(int id, int[] labels, int labelCount) throws IOException {
        long low = 0;
        long high = 0;
        for (int i = 0; i < labelCount; i++) {
            int name = LabelSetHash.LANES * labels[2 * i];
            int valueOf = LabelSetHash.LANES * labels[2 * i + 1];
            low += LabelSetHash.label(0, symbols.getLong(name), symbols.getLong(valueOf));
            high += LabelSetHash.label(1, symbols.getLong(name + 1), symbols.getLong(valueOf + 1));
        }
        ids[size] = id;
        lows[size] = low;
        highs[size] = high;
        times[size] = time;
        values[size] = time == DigestsLayout.NO_SAMPLE ? 0 : value;
        chunks = 0;
        series++;
        if (++size == DigestsLayout.GROUP) {
            endGroup();
        }
    }

    private void endGroup() throws IOException {
        if (output == null) {
            output = FileOutput.create(disk, path);
            output.putInt(DigestsLayout.MAGIC);
            output.putByte(DigestsLayout.VERSION);
            output.align(DigestsLayout.HEADER_LENGTH);
        }
        output.startChecksum();
        for (int i = 0; i < size; i++) {
            output.putInt(ids[i]);
        }
        for (long[] column : new long[][] {lows, highs, times, values}) {
            for (int i = 0; i < size; i++) {
                output.putLong(column[i]);
            }
        }
        output.putInt(output.checksum());
        size = 0;
    }

    /** Finishes the file of an index with this length and contents checksum. There must be at least one series. */
    void finish(long indexLength, int indexChecksum) throws IOException {
        if (size > 0) {
            endGroup();
        }
        output.startChecksum();
        output.putInt(series);
        output.putLong(LabelSetHash.seeds(0));
        output.putLong(LabelSetHash.seeds(1));
        output.putLong(indexLength);
        output.putInt(indexChecksum);
        output.putInt(output.checksum());
        output.finish();
    }

    @Override
    public void close() throws IOException {
        if (output != null) {
            output.close();
        }
    }
}
