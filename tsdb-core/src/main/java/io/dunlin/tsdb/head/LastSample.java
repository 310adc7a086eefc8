package io.dunlin.tsdb.head;

import io.dunlin.tsdb.chunk.ChunkDecoder;
import io.dunlin.tsdb.chunk.EncodedChunk;
import io.dunlin.tsdb.chunk.OpenChunkLayout;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.storage.SampleBuffer;

/**
 * What the record and the open chunk of a series say of its newest sample, read beside a running writer: copy, then look
 * whether the record's version is still the same and even, else again. Reused from series to series; one thread at a time.
 */
final class LastSample {
    private boolean exists;
    private long time;
    private double value;
    private boolean histogram;
    private boolean starts;
    private long commit;
    private int total;

    /** Reads a series. A series without an open chunk has no sample that a new one could collide with. */
    void read(HeadTable table, int slot) {
        Region records = table.records();
        Region blocks = table.blocks().region();
        long record = table.record(slot);
        while (true) {
            int version = records.getIntAcquire(record + SeriesRecordLayout.VERSION);
            if ((version & 1) == 0 && tryRead(records, record, blocks)) {
                Region.loadFence();
                if (records.getInt(record + SeriesRecordLayout.VERSION) == version) {
                    return;
                }
            }
            Thread.onSpinWait();
        }
    }

    /** Returns whether a series has an open chunk whose newest sample is before a time; reads nothing else of it. */
    boolean isBefore(long when, HeadTable table, int slot) {
        Region records = table.records();
        Region blocks = table.blocks().region();
        long record = table.record(slot);
        while (true) {
            int version = records.getIntAcquire(record + SeriesRecordLayout.VERSION);
            int open = records.getInt(record + SeriesRecordLayout.OPEN);
            long block = HeadTable.blockAddress(open);
            if ((version & 1) == 0 && blocks.contiguousFrom(block) >= OpenBlockLayout.SHORTEST) {
                boolean before = open != 0 && OpenBlockLayout.lastTime(blocks, block) < when;
                Region.loadFence();
                if (records.getInt(record + SeriesRecordLayout.VERSION) == version) {
                    return before;
                }
            }
            Thread.onSpinWait();
        }
    }

    /** Copies without a check; false where the block was freed meanwhile and may lie in memory not seen yet. */
    private boolean tryRead(Region records, long record, Region blocks) {
        int open = records.getInt(record + SeriesRecordLayout.OPEN);
        exists = open != 0;
        if (!exists) {
            return true;
        }
        long block = HeadTable.blockAddress(open);
        if (blocks.contiguousFrom(block) < OpenBlockLayout.SHORTEST) {
            return false;
        }
        commit = records.getLong(record + SeriesRecordLayout.COMMIT);
        total = records.getInt(record + SeriesRecordLayout.TOTAL);
        time = OpenBlockLayout.lastTime(blocks, block);
        histogram = OpenBlockLayout.isHistogram(blocks, block);
        starts = OpenBlockLayout.hasStarts(blocks, block);
        value = OpenChunkLayout.lastValue(blocks, block + OpenBlockLayout.ENCODER);
        return true;
    }

    /** Returns whether there is a sample. */
    boolean exists() {
        return exists;
    }

    /** Returns whether the head has never had another of the series. */
    boolean isOnly() {
        return exists && total == 1;
    }

    /** Returns its time. */
    long time() {
        return time;
    }

    /** Returns whether it is a histogram. */
    boolean isHistogram() {
        return histogram;
    }

    /** Returns whether its chunk has start timestamps. */
    boolean hasStarts() {
        return starts;
    }

    /** Returns the sequence number of the commit that it came with. */
    long commit() {
        return commit;
    }

    /** Returns the newest sample of a series where that is a histogram, else null. Decodes the open chunk. */
    FloatHistogram histogram(HeadTable table, int slot) {
        SeriesCapture capture = new SeriesCapture();
        capture.take(table, slot);
        if (!capture.hasOpen()) {
            return null;
        }
        EncodedChunk chunk = new EncodedChunk();
        SampleBuffer samples = new SampleBuffer(ChunkPhase.MOST_SAMPLES);
        capture.wrapOpen(chunk);
        ChunkDecoder.decode(chunk, Long.MIN_VALUE, Long.MAX_VALUE, samples);
        return samples.hasHistograms() ? samples.histograms()[samples.size() - 1] : null;
    }

    /** Returns its value; meaningless for a histogram. */
    double value() {
        return value;
    }
}
