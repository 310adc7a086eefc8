package io.dunlin.tsdb.head;

import io.dunlin.tsdb.chunk.OpenChunkLayout;
import io.dunlin.tsdb.memory.Region;

/**
 * What the record and the open chunk of one series say of its newest sample, read beside a running writer: copy, then look
 * whether the record's version is still the same and even, else again. Reused from series to series; one thread at a time.
 */
final class NewestSample {
    private boolean plain;
    private long commit;
    private long time;
    private double value;

    /** Reads a series. */
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

    /** Copies without a check; false where the block was freed meanwhile and may lie in memory not seen yet. */
    private boolean tryRead(Region records, long record, Region blocks) {
        int open = records.getInt(record + SeriesRecordLayout.OPEN);
        plain = false;
        if (open == 0) {
            return true;
        }
        long block = HeadTable.blockAddress(open);
        if (blocks.contiguousFrom(block) < OpenBlockLayout.SHORTEST) {
            return false;
        }
        plain = !OpenBlockLayout.isHistogram(blocks, block) && !OpenBlockLayout.hasStarts(blocks, block);
        commit = records.getLong(record + SeriesRecordLayout.COMMIT);
        time = OpenBlockLayout.lastTime(blocks, block);
        value = OpenChunkLayout.lastValue(blocks, block + OpenBlockLayout.ENCODER);
        return true;
    }

    /** Returns whether the newest sample is a float without a start timestamp, in an open chunk: else nothing else is known. */
    boolean isPlain() {
        return plain;
    }

    /** Returns the sequence number of the commit that it came with. */
    long commit() {
        return commit;
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
