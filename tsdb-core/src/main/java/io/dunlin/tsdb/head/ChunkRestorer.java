package io.dunlin.tsdb.head;

import io.dunlin.tsdb.chunk.ChunkEncoding;
import io.dunlin.tsdb.chunk.EncodedChunk;
import io.dunlin.tsdb.memory.Region;

/** Gives series their chunks back from a checkpoint, before there are readers. One thread. */
final class ChunkRestorer {
    private final Epochs epochs;
    private final EncodedChunk chunks = new EncodedChunk();

    ChunkRestorer(Epochs epochs) {
        this.epochs = epochs;
    }

    /** Gives a series without newer samples a sealed chunk from a checkpoint. */
    void restoreSealed(HeadTable table, int slot, SealedChunk chunk, Region data, int length) {
        long record = table.record(slot);
        Region records = table.records();
        EpochChunks epoch = epochs.of(chunk.minTime());
        int total = records.getInt(record + SeriesRecordLayout.TOTAL);
        long previous = records.getLong(record + SeriesRecordLayout.SEALED);
        long address = epoch.append(chunk.behind(previous, total), data, 0, length);
        chunks.wrap(ChunkEncoding.ofCode(chunk.encoding()), data, 0, length);
        records.putLong(record + SeriesRecordLayout.SEALED, address);
        records.putInt(record + SeriesRecordLayout.TOTAL, total + chunks.count());
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
        int count = OpenBlockLayout.samples(block, 0);
        records.putInt(record + SeriesRecordLayout.OPEN, HeadTable.packBlock(place));
        records.putInt(record + SeriesRecordLayout.TOTAL, total + count);
        long lastTime = OpenBlockLayout.lastTime(block, 0);
        EpochChunks epoch = epochs.of(lastTime);
        long firstTime = epochs.start(epoch.epoch()) + OpenBlockLayout.first(block, 0);
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
        if (open != 0 && OpenBlockLayout.lastTime(blocks, block) < time) {
            records.putInt(record + SeriesRecordLayout.OPEN, 0);
            table.blocks().free(block, OpenBlockLayout.capacity(blocks, block));
        }
    }
}
