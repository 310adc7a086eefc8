package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;

/**
 * Reads one series entry of an index after the other: its labels as symbol references, and its chunks. A reused flyweight;
 * not thread-safe.
 */
final class SeriesEntry {
    private static final long MAX_REFERENCE = 0xFFFF_FFFFL;

    private final IndexReader index;
    private final RegionInput input;
    private int[] labels = new int[32];
    private int labelCount;
    private int chunksLeft;
    private boolean firstChunk;
    private long minTime;
    private long maxTime;
    private long reference;

    SeriesEntry(IndexReader index) {
        this.index = index;
        this.input = new RegionInput(index.file(), index.region());
    }

    /** Moves to a series and before its first chunk; the entry's checksum is compared. */
    void load(int id) {
        long offset = index.seriesOffset(id);
        input.at(offset, index.seriesEnd());
        int length = input.readCount(input.left() - IndexLayout.CHECKSUM_LENGTH);
        long start = input.position();
        Region region = input.region();
        int stored = region.getIntBigEndian(start + length);
        int computed = region.crc32c(start, length);
        if (stored != computed) {
            throw new CorruptDataException(
                    index.file(), offset, IndexContents.checksum(stored), IndexContents.checksum(computed));
        }
        input.at(start, start + length);
        readLabels();
        chunksLeft = input.readCount(input.left());
        firstChunk = true;
    }

    private void readLabels() {
        labelCount = input.readCount(input.left() / 2);
        if (labels.length < 2 * labelCount) {
            labels = new int[2 * labelCount];
        }
        for (int i = 0; i < 2 * labelCount; i++) {
            long symbol = input.readUvarint();
            if (symbol < 0 || symbol > MAX_REFERENCE) {
                throw input.corrupt("a symbol of 32 bits", symbol);
            }
            labels[i] = (int) symbol;
        }
    }

    int labelCount() {
        return labelCount;
    }

    /** Returns the symbol reference of the {@code i}-th name. */
    int name(int i) {
        return labels[2 * i];
    }

    /** Returns the symbol reference of the {@code i}-th value. */
    int value(int i) {
        return labels[2 * i + 1];
    }

    /** Moves to the next chunk; false when there is none left. */
    boolean nextChunk() {
        if (chunksLeft == 0) {
            return false;
        }
        chunksLeft--;
        long begin = firstChunk ? input.readVarint() : maxTime + input.readUvarint();
        long end = begin + input.readUvarint();
        if (end < begin || !firstChunk && begin <= maxTime) {
            throw input.corrupt("chunks in time order", "one from " + begin + " to " + end);
        }
        minTime = begin;
        maxTime = end;
        reference = firstChunk ? input.readUvarint() : reference + input.readVarint();
        firstChunk = false;
        return true;
    }

    /** Returns the time of the chunk's first sample. */
    long minTime() {
        return minTime;
    }

    /** Returns the time of the chunk's last sample. */
    long maxTime() {
        return maxTime;
    }

    /** Returns where the chunk lies, by {@link ChunkSegmentLayout}. */
    long reference() {
        return reference;
    }
}
