package io.dunlin.tsdb.head;

import io.dunlin.tsdb.chunk.StartColumn;
import io.dunlin.tsdb.memory.Region;
import java.util.Arrays;

/** Gives series their chunks back from a checkpoint, before there are readers. One thread. */
final class ChunkRestorer {
    private final Epochs epochs;
    private final StartColumn starts = new StartColumn();
    private long[] chain = new long[16];

    ChunkRestorer(Epochs epochs) {
        this.epochs = epochs;
    }

    /**
     * Gives a series without samples its sealed chunks.
     *
     * @param count how many samples there are in them and in those before them
     * @param address the address of the newest
     */
    static void restoreSealed(HeadTable table, int slot, int count, long address) {
        long record = table.record(slot);
        table.records().putLong(record + SeriesRecordLayout.SEALED, address);
        table.records().putInt(record + SeriesRecordLayout.TOTAL, count);
    }

    /**
     * Copies the sealed chunks of all series of a table to epochs of another length.
     *
     * @param old where they are
     */
    void moveSealed(HeadTable table, Epochs old) {
        for (int slot = 0; slot < table.count(); slot++) {
            long record = table.record(slot);
            int count = collect(table.sealed(slot), old);
            long newest = EpochChunks.NONE;
            for (int i = count - 1; i >= 0; i--) {
                newest = moveChunk(old.withNumber(EpochChunks.epochOf(chain[i])), EpochChunks.place(chain[i]), newest);
            }
            table.records().putLong(record + SeriesRecordLayout.SEALED, newest);
        }
    }

    /** The chunks that an address leads to, the newest first. */
    private int collect(long newest, Epochs old) {
        int count = 0;
        long address = newest;
        while (address != EpochChunks.NONE) {
            EpochChunks epoch = old.withNumber(EpochChunks.epochOf(address));
            if (epoch.end() == 0 || epoch.isDamaged(address)) {
                return count;
            }
            chain = count == chain.length ? Arrays.copyOf(chain, 2 * count) : chain;
            chain[count++] = address;
            address = epoch.region().getLong(EpochChunks.place(address) + SealedChunkLayout.PREVIOUS);
        }
        return count;
    }

    private long moveChunk(EpochChunks from, long place, long previous) {
        Region region = from.region();
        SealedChunk chunk = new SealedChunk(
                previous,
                region.getLong(place + SealedChunkLayout.MIN_TIME),
                region.getLong(place + SealedChunkLayout.MAX_TIME),
                region.getInt(place + SealedChunkLayout.FIRST),
                region.getByte(place + SealedChunkLayout.ENCODING));
        EpochChunks to = epochs.of(chunk.minTime());
        to.noteTime(chunk.minTime());
        to.noteTime(chunk.maxTime());
        int length = SealedChunkLayout.chunkLength(region, place);
        long at = place + SealedChunkLayout.DATA;
        return to.append(chunk, region, at, length, at + length, SealedChunkLayout.startsLength(region, place));
    }

    /**
     * Gives a series without newer samples an open chunk from a checkpoint.
     *
     * @param source holds its block
     * @param at where the block is there
     * @param recorded the epochs by which it was written
     * @throws io.dunlin.tsdb.storage.CorruptDataException when its start timestamps make no sense
     */
    void restoreOpen(HeadTable table, int slot, Region source, long at, Epochs recorded) {
        long record = table.record(slot);
        Region records = table.records();
        int length = OpenBlockLayout.capacity(source, at);
        long place = table.blocks().allocate(length);
        source.copyTo(at, table.blocks().region(), place, length);
        OpenBlockLayout.readStarts(source, at, starts);
        int total = records.getInt(record + SeriesRecordLayout.TOTAL);
        int count = OpenBlockLayout.samples(source, at);
        records.putInt(record + SeriesRecordLayout.OPEN, HeadTable.packBlock(place));
        records.putInt(record + SeriesRecordLayout.TOTAL, total + count);
        long lastTime = OpenBlockLayout.lastTime(source, at);
        EpochChunks epoch = epochs.of(lastTime);
        long firstTime = recorded.start(recorded.number(lastTime)) + OpenBlockLayout.first(source, at);
        int first = (int) (firstTime - epochs.start(epoch.epoch()));
        table.blocks().region().putInt(place + OpenBlockLayout.FIRST, first);
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
