package io.dunlin.tsdb.head;

import io.dunlin.tsdb.chunk.OpenChunkLayout;
import io.dunlin.tsdb.memory.Region;

/** Time and value of a series' newest sample, read beside a running writer. Reused; one thread at a time. */
final class LastSample {
    private boolean exists;
    private long time;
    private double value;

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
        time = OpenChunkLayout.lastTime(blocks, block + OpenBlockLayout.ENCODER);
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

    /** Returns its value. */
    double value() {
        return value;
    }
}
