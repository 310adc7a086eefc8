package io.dunlin.tsdb.head;

import io.dunlin.tsdb.chunk.StartColumn;
import io.dunlin.tsdb.memory.BestFitAllocator;
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
     * Gives series without newer samples open chunks from a checkpoint, one each.
     *
     * @param first the slot of the first; the others' are behind it in a row
     * @param from where the blocks begin in the table's memory, one behind another
     * @param end where the last one ends
     * @param recorded the epochs by which they were written
     * @throws IllegalArgumentException when these are no such blocks
     * @throws io.dunlin.tsdb.storage.CorruptDataException when start timestamps make no sense
     */
    void restoreOpen(HeadTable table, int first, int count, long from, long end, Epochs recorded) {
        Region blocks = table.blocks().region();
        Region records = table.records();
        long epochStart = count == 0 ? 0 : epochs.start(epochs.number(OpenBlockLayout.lastTime(blocks, from)));
        long oldest = Long.MAX_VALUE;
        long newest = Long.MIN_VALUE;
        long block = from;
        for (int slot = first; slot < first + count; slot++) {
            int capacity = end - block < OpenBlockLayout.SHORTEST ? 0 : OpenBlockLayout.capacity(blocks, block);
            if (!BestFitAllocator.isBlockLength(capacity) || capacity > end - block) {
                throw new IllegalArgumentException("no block of an open chunk: capacity=" + capacity);
            }
            long record = table.record(slot);
            int total = records.getInt(record + SeriesRecordLayout.TOTAL) + OpenBlockLayout.samples(blocks, block);
            records.putInt(record + SeriesRecordLayout.OPEN, HeadTable.packBlock(block));
            records.putInt(record + SeriesRecordLayout.TOTAL, total);
            if (OpenBlockLayout.hasStarts(blocks, block)) {
                OpenBlockLayout.readStarts(blocks, block, starts);
            }
            long inEpoch = OpenBlockLayout.lastTime(blocks, block) - epochStart;
            if (recorded == epochs && inEpoch >= 0 && inEpoch < epochs.length()) {
                oldest = Math.min(oldest, epochStart + OpenBlockLayout.first(blocks, block));
                newest = Math.max(newest, epochStart + inEpoch);
            } else {
                noteTimes(table, block, recorded);
            }
            block += capacity;
        }
        if (block != end) {
            throw new IllegalArgumentException("open chunks have another length: left=" + (end - block));
        }
        if (oldest <= newest) {
            noteTimes(table, epochs.of(newest), oldest, newest);
        }
    }

    private static void noteTimes(HeadTable table, EpochChunks epoch, long oldest, long newest) {
        epoch.noteTime(oldest);
        epoch.noteTime(newest);
        table.noteTime(oldest);
        table.noteTime(newest);
    }

    /** Notes the times of an open chunk; where epochs were of another length, counts its first from its epoch now. */
    private void noteTimes(HeadTable table, long block, Epochs recorded) {
        Region blocks = table.blocks().region();
        long lastTime = OpenBlockLayout.lastTime(blocks, block);
        EpochChunks epoch = epochs.of(lastTime);
        long firstTime = recorded.start(recorded.number(lastTime)) + OpenBlockLayout.first(blocks, block);
        if (recorded != epochs) {
            int first = (int) (firstTime - epochs.start(epoch.epoch()));
            blocks.putInt(block + OpenBlockLayout.FIRST, first);
        }
        noteTimes(table, epoch, firstTime, lastTime);
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
