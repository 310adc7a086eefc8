package io.dunlin.tsdb.head;

import io.dunlin.tsdb.chunk.ChunkDecoder;
import io.dunlin.tsdb.chunk.EncodedChunk;
import io.dunlin.tsdb.chunk.OpenChunkLayout;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.storage.SampleBuffer;

/** Time and value of a series' newest sample, read beside a running writer. Reused; one thread at a time. */
final class LastSample {
    private boolean exists;
    private long time;
    private double value;
    private boolean histogram;

    /** Reads a series. A series without an open chunk has no sample that a new one could collide with. */
    void read(HeadTable table, int slot) {
        Region records = table.records();
        Region blocks = table.blocks().region();
        long record = table.record(slot);
        while (true) {
            int version = records.getIntAcquire(record + SeriesRecordLayout.VERSION);
            if ((version & 1) == 0 && tryRead(blocks, records.getInt(record + SeriesRecordLayout.OPEN))) {
                Region.loadFence();
                if (records.getInt(record + SeriesRecordLayout.VERSION) == version) {
                    return;
                }
            }
            Thread.onSpinWait();
        }
    }

    private boolean tryRead(Region blocks, int open) {
        exists = open != 0;
        long block = HeadTable.blockAddress(open);
        if (!exists) {
            return true;
        }
        if (blocks.contiguousFrom(block) < OpenBlockLayout.ENCODER + OpenChunkLayout.CHUNK) {
            return false;
        }
        time = OpenBlockLayout.lastTime(blocks, block);
        histogram = OpenBlockLayout.isHistogram(blocks, block);
        value = OpenChunkLayout.lastValue(blocks, block + OpenBlockLayout.ENCODER);
        return true;
    }

    /** Returns whether there is a sample. */
    boolean exists() {
        return exists;
    }

    /** Returns its time. */
    long time() {
        return time;
    }

    /** Returns whether it is a histogram. */
    boolean isHistogram() {
        return histogram;
    }

    /** Returns the newest sample of a series where that is a histogram, else null. Decodes the open chunk. */
    FloatHistogram histogram(HeadTable table, int slot) {
        SeriesCapture capture = new SeriesCapture();
        capture.take(table, slot);
        if (!capture.hasOpen()) {
            return null;
        }
        EncodedChunk chunk = new EncodedChunk();
        SampleBuffer samples = new SampleBuffer(SeriesWriter.MOST_SAMPLES);
        capture.wrapOpen(chunk);
        ChunkDecoder.decode(chunk, Long.MIN_VALUE, Long.MAX_VALUE, samples);
        return samples.hasHistograms() ? samples.histograms()[samples.size() - 1] : null;
    }

    /** Returns its value; meaningless for a histogram. */
    double value() {
        return value;
    }
}
