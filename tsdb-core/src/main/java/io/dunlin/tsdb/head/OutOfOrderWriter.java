package io.dunlin.tsdb.head;

import io.dunlin.tsdb.memory.BestFitAllocator;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.SampleBuffer;

/**
 * Appends out-of-order samples to series of a table of such ({@link OutOfOrderTables}), in the one writer's thread. They
 * stay in the order they came, so that a view knows which it sees by their number alone; readers sort. A full block is
 * never changed again.
 */
final class OutOfOrderWriter {
    /** The length of the block that a new series gets. */
    private static final int FIRST_BLOCK = 48;

    /** The length that a block grows to before another is begun. */
    private static final int FULL_LENGTH = 1024;

    private static final int NONE = 0;

    private final SeriesWriter series;
    private final RecordWriter encoded = new RecordWriter();
    private final SampleBuffer newest = new SampleBuffer();

    /** Makes a writer whose commits are those of another. */
    OutOfOrderWriter(SeriesWriter series) {
        this.series = series;
    }

    /** Appends a float sample; returns false where the newest block has one of the same time. */
    boolean append(HeadTable table, int slot, long startTime, long time, double value) {
        if (isKnown(table, slot, time)) {
            return false;
        }
        encoded.clear();
        OutOfOrderCodec.encode(encoded, lastTime(table, slot), startTime, time, value);
        append(table, slot, time);
        return true;
    }

    /** Appends a histogram; returns false where the newest block has a sample of the same time. */
    boolean append(HeadTable table, int slot, AppendBatch.PendingHistogram sample) {
        if (isKnown(table, slot, sample.time())) {
            return false;
        }
        encoded.clear();
        OutOfOrderCodec.encode(encoded, lastTime(table, slot), sample);
        append(table, slot, sample.time());
        return true;
    }

    /** Deletes the samples with {@code first <= t <= last} that the series has now. */
    void delete(HeadTable table, int slot, long first, long last) {
        encoded.clear();
        OutOfOrderCodec.encodeDeletion(encoded, lastTime(table, slot), first, last);
        append(table, slot, first);
    }

    /** A sender that tries again must not fill the memory, so a sample is looked for where it would have come last. */
    private boolean isKnown(HeadTable table, int slot, long time) {
        int open = open(table, slot);
        if (open == NONE) {
            return false;
        }
        newest.clear();
        OutOfOrderCodec.decode(table.blocks().region(), HeadTable.blockAddress(open), Integer.MAX_VALUE, newest);
        for (int i = 0; i < newest.size(); i++) {
            if (newest.times()[i] == time) {
                return true;
            }
        }
        return false;
    }

    private static int open(HeadTable table, int slot) {
        return table.records().getInt(table.record(slot) + SeriesRecordLayout.OPEN);
    }

    /** Returns the time that the next sample's is told from. */
    private long lastTime(HeadTable table, int slot) {
        int open = open(table, slot);
        if (open == NONE || !hasRoom(table.blocks().region(), HeadTable.blockAddress(open))) {
            return 0;
        }
        return OutOfOrderBlockLayout.lastTime(table.blocks().region(), HeadTable.blockAddress(open));
    }

    /** Whether a block takes one more sample, perhaps after it has grown. */
    private static boolean hasRoom(Region blocks, long block) {
        return OutOfOrderBlockLayout.used(blocks, block) < FULL_LENGTH;
    }

    private void append(HeadTable table, int slot, long time) {
        long record = table.record(slot);
        series.change(table, slot, record);
        try {
            Region blocks = table.blocks().region();
            long block = blockFor(table, record);
            int used = OutOfOrderBlockLayout.used(blocks, block);
            blocks.putBytes(block + OutOfOrderBlockLayout.SAMPLES + used, encoded.bytes(), 0, encoded.length());
            blocks.putInt(block + OutOfOrderBlockLayout.USED, used + encoded.length());
            blocks.putLong(block + OutOfOrderBlockLayout.LAST_TIME, time);
            Region records = table.records();
            records.putInt(record + SeriesRecordLayout.TOTAL, records.getInt(record + SeriesRecordLayout.TOTAL) + 1);
            table.noteTime(time);
        } finally {
            SeriesRecordLayout.endChange(table.records(), record);
        }
    }

    /** Returns the block that what is encoded goes to. */
    private long blockFor(HeadTable table, long record) {
        BestFitAllocator allocator = table.blocks();
        Region blocks = allocator.region();
        int open = table.records().getInt(record + SeriesRecordLayout.OPEN);
        if (open == NONE || !hasRoom(blocks, HeadTable.blockAddress(open))) {
            return begin(table, record, Math.max(FIRST_BLOCK, OutOfOrderBlockLayout.SAMPLES + encoded.length()), open);
        }
        long block = HeadTable.blockAddress(open);
        int used = OutOfOrderBlockLayout.SAMPLES + OutOfOrderBlockLayout.used(blocks, block);
        int capacity = OutOfOrderBlockLayout.capacity(blocks, block);
        if (used + encoded.length() <= capacity) {
            return block;
        }
        long larger = begin(
                table, record, used + encoded.length() + capacity / 4, OutOfOrderBlockLayout.previous(blocks, block));
        blocks.copyTo(
                block + OutOfOrderBlockLayout.USED,
                blocks,
                larger + OutOfOrderBlockLayout.USED,
                used - OutOfOrderBlockLayout.USED);
        allocator.free(block, capacity);
        return larger;
    }

    private static long begin(HeadTable table, long record, int length, int previous) {
        Region blocks = table.blocks().region();
        long block = table.blocks().allocate(length);
        blocks.putShort(block + OutOfOrderBlockLayout.CAPACITY, (short) BestFitAllocator.blockLength(length));
        blocks.putInt(block + OutOfOrderBlockLayout.PREVIOUS, previous);
        table.records().putInt(record + SeriesRecordLayout.OPEN, HeadTable.packBlock(block));
        return block;
    }

    /** Gives a series the next block of a checkpoint, before there are readers. */
    void restore(HeadTable table, int slot, byte[] block) {
        Region source = Region.ofHeap(block);
        newest.clear();
        int count = OutOfOrderCodec.decode(source, 0, Integer.MAX_VALUE, newest);
        long record = table.record(slot);
        Region records = table.records();
        long place = begin(table, record, block.length, records.getInt(record + SeriesRecordLayout.OPEN));
        source.copyTo(
                OutOfOrderBlockLayout.USED,
                table.blocks().region(),
                place + OutOfOrderBlockLayout.USED,
                block.length - OutOfOrderBlockLayout.USED);
        records.putInt(record + SeriesRecordLayout.TOTAL, records.getInt(record + SeriesRecordLayout.TOTAL) + count);
        for (int i = 0; i < newest.size(); i++) {
            table.noteTime(newest.times()[i]);
        }
    }
}
