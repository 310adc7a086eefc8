package io.dunlin.tsdb.head;

import io.dunlin.tsdb.chunk.ChunkEncoding;
import io.dunlin.tsdb.chunk.EncodedChunk;
import io.dunlin.tsdb.chunk.OpenChunkLayout;
import io.dunlin.tsdb.chunk.XorEncoder;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.memory.SizeClassAllocator;

/**
 * Appends samples to the open chunks of series and seals chunks that are full, in the one writer's thread. A reader sees
 * a record either before a change or after it ({@link SeriesRecordLayout#VERSION}), and the bits of an open chunk that it
 * may read never change.
 */
final class SeriesWriter {
    /** The most samples of a chunk. */
    static final int MOST_SAMPLES = 120;

    /** The length of the block that a new chunk gets: one sample fits. */
    private static final int FIRST_BLOCK = 48;

    private final Epochs epochs;
    private final XorEncoder encoder = new XorEncoder();
    private final EncodedChunk restored = new EncodedChunk();
    private long commit;
    private long[] views = {};

    SeriesWriter(Epochs epochs) {
        this.epochs = epochs;
    }

    /**
     * Begins a commit.
     *
     * @param sequence the commit's number, greater than all before
     * @param openViews the sequence numbers of the views in use, rising
     */
    void begin(long sequence, long[] openViews) {
        commit = sequence;
        views = openViews;
    }

    /** Returns the number of the commit that was begun last. */
    long commit() {
        return commit;
    }

    /** Appends a float sample; returns false, and changes nothing, where it is not later than the series' newest. */
    boolean append(HeadTable table, int slot, long time, double value) {
        long record = table.record(slot);
        Region blocks = table.blocks().region();
        int open = table.records().getInt(record + SeriesRecordLayout.OPEN);
        if (open == 0) {
            change(table, slot, record);
            startChunk(table, record, time, value);
        } else {
            long block = HeadTable.blockAddress(open);
            if (time <= OpenChunkLayout.lastTime(blocks, block + OpenBlockLayout.ENCODER)) {
                return false;
            }
            change(table, slot, record);
            if (!goesOn(blocks, block, time) || !appendTo(table, record, block, time, value)) {
                seal(table, record, block);
                startChunk(table, record, time, value);
            }
        }
        Region records = table.records();
        records.putInt(record + SeriesRecordLayout.TOTAL, records.getInt(record + SeriesRecordLayout.TOTAL) + 1);
        SeriesRecordLayout.endChange(records, record);
        epochs.of(time).noteTime(time);
        table.noteTime(time);
        return true;
    }

    /** Opens the record for a change and keeps the count that views older than this commit must see. */
    private void change(HeadTable table, int slot, long record) {
        Region records = table.records();
        long last = records.getLong(record + SeriesRecordLayout.COMMIT);
        if (last != commit && views.length > 0 && views[0] < last) {
            table.earlierCounts().keep(slot, last, records.getInt(record + SeriesRecordLayout.EARLIER), views);
        }
        SeriesRecordLayout.beginChange(records, record);
        if (last != commit) {
            records.putLong(record + SeriesRecordLayout.COMMIT, commit);
            records.putInt(record + SeriesRecordLayout.EARLIER, records.getInt(record + SeriesRecordLayout.TOTAL));
        }
    }

    /** Whether a float sample may go into an open chunk: same epoch, same encoding, not full. */
    private boolean goesOn(Region blocks, long block, long time) {
        long encoder = block + OpenBlockLayout.ENCODER;
        return blocks.getByte(block + OpenBlockLayout.ENCODING) == ChunkEncoding.XOR.code()
                && OpenChunkLayout.count(blocks, encoder) < MOST_SAMPLES
                && epochs.of(time) == epochs.of(OpenChunkLayout.lastTime(blocks, encoder));
    }

    private boolean appendTo(HeadTable table, long record, long block, long time, double value) {
        Region blocks = table.blocks().region();
        int capacity = OpenBlockLayout.capacity(blocks, block);
        encoder.wrap(blocks, block + OpenBlockLayout.ENCODER, capacity - OpenBlockLayout.ENCODER);
        if (encoder.append(time, value)) {
            encoder.save();
            return true;
        }
        return capacity < SizeClassAllocator.maxLength()
                && appendTo(table, record, moveToLargerBlock(table, record, block, capacity), time, value);
    }

    private long moveToLargerBlock(HeadTable table, long record, long block, int capacity) {
        SizeClassAllocator allocator = table.blocks();
        Region blocks = allocator.region();
        int wanted = SizeClassAllocator.blockLength(capacity + 1);
        long larger = allocator.allocate(wanted);
        blocks.copyTo(block, blocks, larger, capacity);
        blocks.putShort(larger + OpenBlockLayout.CAPACITY, (short) wanted);
        table.records().putInt(record + SeriesRecordLayout.OPEN, HeadTable.packBlock(larger));
        allocator.free(block, capacity);
        return larger;
    }

    private void startChunk(HeadTable table, long record, long time, double value) {
        Region blocks = table.blocks().region();
        long block = table.blocks().allocate(FIRST_BLOCK);
        blocks.putByte(block + OpenBlockLayout.ENCODING, (byte) ChunkEncoding.XOR.code());
        blocks.putShort(block + OpenBlockLayout.CAPACITY, (short) FIRST_BLOCK);
        blocks.putInt(block + OpenBlockLayout.FIRST, (int) Math.floorMod(time, epochs.length()));
        OpenChunkLayout.clear(blocks, block + OpenBlockLayout.ENCODER);
        encoder.wrap(blocks, block + OpenBlockLayout.ENCODER, FIRST_BLOCK - OpenBlockLayout.ENCODER);
        encoder.append(time, value);
        encoder.save();
        table.records().putInt(record + SeriesRecordLayout.OPEN, HeadTable.packBlock(block));
    }

    /** Gives a series without newer samples a sealed chunk from a checkpoint. */
    void restoreSealed(HeadTable table, int slot, SealedChunk chunk, Region data, int length) {
        long record = table.record(slot);
        Region records = table.records();
        EpochChunks epoch = epochs.of(chunk.minTime());
        int total = records.getInt(record + SeriesRecordLayout.TOTAL);
        long previous = records.getLong(record + SeriesRecordLayout.SEALED);
        long address = epoch.append(chunk.behind(previous, total), data, 0, length);
        restored.wrap(ChunkEncoding.ofCode(chunk.encoding()), data, 0, length);
        records.putLong(record + SeriesRecordLayout.SEALED, address);
        records.putInt(record + SeriesRecordLayout.TOTAL, total + restored.count());
        epoch.noteTime(chunk.minTime());
        epoch.noteTime(chunk.maxTime());
        table.noteTime(chunk.minTime());
        table.noteTime(chunk.maxTime());
    }

    /** Gives a series without newer samples an open chunk from a checkpoint. */
    void restoreOpen(HeadTable table, int slot, Region block, int length) {
        long record = table.record(slot);
        Region records = table.records();
        long place = table.blocks().allocate(length);
        block.copyTo(0, table.blocks().region(), place, length);
        int total = records.getInt(record + SeriesRecordLayout.TOTAL);
        int count = OpenChunkLayout.count(block, OpenBlockLayout.ENCODER);
        records.putInt(record + SeriesRecordLayout.OPEN, HeadTable.packBlock(place));
        records.putInt(record + SeriesRecordLayout.TOTAL, total + count);
        long lastTime = OpenChunkLayout.lastTime(block, OpenBlockLayout.ENCODER);
        EpochChunks epoch = epochs.of(lastTime);
        long firstTime = epochs.start(epoch.epoch()) + block.getInt(OpenBlockLayout.FIRST);
        epoch.noteTime(firstTime);
        epoch.noteTime(lastTime);
        table.noteTime(firstTime);
        table.noteTime(lastTime);
    }

    /** Drops the open chunk of a series where it ends before a time, because a block has its samples. */
    void dropOpenBefore(HeadTable table, int slot, long time) {
        Region records = table.records();
        Region blocks = table.blocks().region();
        long record = table.record(slot);
        int open = records.getInt(record + SeriesRecordLayout.OPEN);
        long block = HeadTable.blockAddress(open);
        if (open != 0 && OpenChunkLayout.lastTime(blocks, block + OpenBlockLayout.ENCODER) < time) {
            records.putInt(record + SeriesRecordLayout.OPEN, 0);
            table.blocks().free(block, OpenBlockLayout.capacity(blocks, block));
        }
    }

    /** Seals the open chunk of a series outside of an append, so that the epoch's store has all of the epoch. */
    void seal(HeadTable table, int slot) {
        long record = table.record(slot);
        Region records = table.records();
        SeriesRecordLayout.beginChange(records, record);
        seal(table, record, HeadTable.blockAddress(records.getInt(record + SeriesRecordLayout.OPEN)));
        SeriesRecordLayout.endChange(records, record);
    }

    /** Copies the open chunk to its epoch and frees its block; the record is open for a change. */
    private void seal(HeadTable table, long record, long block) {
        Region records = table.records();
        Region blocks = table.blocks().region();
        long state = block + OpenBlockLayout.ENCODER;
        long lastTime = OpenChunkLayout.lastTime(blocks, state);
        EpochChunks epoch = epochs.of(lastTime);
        long firstTime = epochs.start(epoch.epoch()) + blocks.getInt(block + OpenBlockLayout.FIRST);
        int first = records.getInt(record + SeriesRecordLayout.TOTAL) - OpenChunkLayout.count(blocks, state);
        long sealed = epoch.append(
                new SealedChunk(
                        records.getLong(record + SeriesRecordLayout.SEALED),
                        firstTime,
                        lastTime,
                        first,
                        blocks.getByte(block + OpenBlockLayout.ENCODING)),
                blocks,
                state + OpenChunkLayout.CHUNK,
                OpenChunkLayout.length(blocks, state));
        records.putLong(record + SeriesRecordLayout.SEALED, sealed);
        records.putInt(record + SeriesRecordLayout.OPEN, 0);
        table.blocks().free(block, OpenBlockLayout.capacity(blocks, block));
    }
}
