package io.dunlin.tsdb.head;

import io.dunlin.tsdb.chunk.EncodedChunk;
import io.dunlin.tsdb.memory.BestFitAllocator;
import io.dunlin.tsdb.memory.Region;

/**
 * A consistent copy of one series' record and open chunk, made beside a running writer: copy, then look whether the
 * record's version is still the same and even, else again. Reused from series to series; one thread at a time.
 */
final class SeriesCapture {
    private static final int USUAL_LENGTH = 1024;

    /** Long enough for nearly all blocks; a longer one takes its place when it is met. */
    private byte[] copy = new byte[USUAL_LENGTH];

    private Region open = Region.ofHeap(copy);
    private boolean hasOpen;
    private long sealed;
    private long commit;
    private int total;
    private int earlier;

    /** Copies a series. */
    void take(HeadTable table, int slot) {
        Region records = table.records();
        long record = table.record(slot);
        while (true) {
            int version = records.getIntAcquire(record + SeriesRecordLayout.VERSION);
            if ((version & 1) == 0 && tryTake(table, records, record)) {
                Region.loadFence();
                if (records.getInt(record + SeriesRecordLayout.VERSION) == version) {
                    return;
                }
            }
            Thread.onSpinWait();
        }
    }

    /** Copies without a check; false where what was read cannot be right. */
    private boolean tryTake(HeadTable table, Region records, long record) {
        sealed = records.getLong(record + SeriesRecordLayout.SEALED);
        commit = records.getLong(record + SeriesRecordLayout.COMMIT);
        total = records.getInt(record + SeriesRecordLayout.TOTAL);
        earlier = records.getInt(record + SeriesRecordLayout.EARLIER);
        int packed = records.getInt(record + SeriesRecordLayout.OPEN);
        hasOpen = packed != 0;
        return !hasOpen || copyBlock(table.blocks().region(), HeadTable.blockAddress(packed));
    }

    /** Copies the block; one that was freed meanwhile may say any capacity, and may lie in memory not seen yet. */
    private boolean copyBlock(Region blocks, long block) {
        if (blocks.contiguousFrom(block) < OpenBlockLayout.ENCODER) {
            return false;
        }
        int capacity = OpenBlockLayout.capacity(blocks, block);
        if (capacity > BestFitAllocator.maxLength() || capacity > blocks.contiguousFrom(block)) {
            return false;
        }
        if (capacity > copy.length) {
            copy = new byte[BestFitAllocator.maxLength()];
            open = Region.ofHeap(copy);
        }
        blocks.getBytes(block, copy, 0, capacity);
        return true;
    }

    /** Returns how many samples a view sees. */
    int visibleTo(long view, HeadTable table, int slot) {
        return commit <= view ? total : table.earlierCounts().countFor(slot, view, earlier);
    }

    /** Returns whether there is an open chunk. */
    boolean hasOpen() {
        return hasOpen;
    }

    /** Returns the address of the newest sealed chunk, {@link EpochChunks#NONE} for none. */
    long sealed() {
        return sealed;
    }

    /** Returns how many samples the series has in all. */
    int total() {
        return total;
    }

    /** Returns the copy of the open chunk's block, from address 0 on. */
    Region open() {
        return open;
    }

    /** Returns the number of samples in the open chunk. */
    int openSamples() {
        return OpenBlockLayout.samples(open, 0);
    }

    /** Returns the time of the newest sample in the open chunk. */
    long openLastTime() {
        return OpenBlockLayout.lastTime(open, 0);
    }

    /** Names the open chunk. */
    void wrapOpen(EncodedChunk chunk) {
        chunk.wrap(
                OpenBlockLayout.encoding(open, 0),
                open,
                OpenBlockLayout.data(open, 0),
                OpenBlockLayout.dataLength(open, 0));
    }
}
