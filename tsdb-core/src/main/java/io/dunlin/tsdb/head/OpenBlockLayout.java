package io.dunlin.tsdb.head;

import io.dunlin.tsdb.chunk.ChunkEncoding;
import io.dunlin.tsdb.chunk.OpenChunkLayout;
import io.dunlin.tsdb.chunk.OpenHistogramLayout;
import io.dunlin.tsdb.chunk.StartColumn;
import io.dunlin.tsdb.memory.Region;

/**
 * A block that holds an open chunk, little-endian, 8-aligned: what the head must know of it, and behind it what the
 * encoder of {@code io.dunlin.tsdb.chunk} keeps.
 * <pre>
 *   0          1        2          4       8
 *   | encoding | starts | capacity | first | encoder state, chunk, zeros … | column of starts | its length |
 * </pre>
 * {@code starts} is 1 where some sample has a known start timestamp: the block then ends with their {@link StartColumn} and
 * two bytes of its length. Where it is 0 the zeros go on to the end. {@code capacity} is the length of the whole block; {@code first} is the time of the first sample in milliseconds since
 * the epoch of the last one began (all samples of a chunk are of one epoch, unless epochs have become shorter since).
 */
final class OpenBlockLayout {
    static final int ENCODING = 0;
    static final int STARTS = 1;
    static final int CAPACITY = 2;
    static final int FIRST = CAPACITY + Short.BYTES;
    static final int ENCODER = FIRST + Integer.BYTES;

    /** No block is shorter. */
    static final int SHORTEST = ENCODER + OpenChunkLayout.CHUNK;

    private OpenBlockLayout() {}

    /** Writes what stands before the encoder's state. */
    static void begin(Region region, long block, ChunkEncoding encoding, int capacity, int first) {
        region.putByte(block + ENCODING, (byte) encoding.code());
        region.putShort(block + CAPACITY, (short) capacity);
        region.putInt(block + FIRST, first);
    }

    static ChunkEncoding encoding(Region region, long block) {
        ChunkEncoding encoding = ChunkEncoding.ofCode(region.getByte(block + ENCODING));
        if (encoding == null) {
            throw new IllegalStateException("no such chunk encoding in the head: code=" + region.getByte(block));
        }
        return encoding;
    }

    static boolean isHistogram(Region region, long block) {
        return region.getByte(block + ENCODING) != ChunkEncoding.XOR.code();
    }

    static int capacity(Region region, long block) {
        return region.getShort(block + CAPACITY) & 0xffff;
    }

    /** The bytes that the encoder may use. */
    static int room(Region region, long block) {
        return capacity(region, block) - ENCODER - startsLength(region, block);
    }

    /** The bytes that the encoder may use of a chunk of floats without start timestamps, 0 where it is another. */
    static int plainRoom(Region region, long block) {
        int head = region.getInt(block);
        return (head & 0xffff) == ChunkEncoding.XOR.code() ? (head >>> CAPACITY * Byte.SIZE) - ENCODER : 0;
    }

    static boolean hasStarts(Region region, long block) {
        return region.getByte(block + STARTS) != 0;
    }

    /** The bytes at the end that start timestamps take, 0 where there are none. */
    static int startsLength(Region region, long block) {
        return hasStarts(region, block) ? StartsTail.length(region, block + capacity(region, block)) : 0;
    }

    /** Reads the start timestamps. */
    static void readStarts(Region region, long block, StartColumn into) {
        if (hasStarts(region, block)) {
            StartsTail.read(region, block + capacity(region, block), into);
        } else {
            into.clear();
        }
    }

    /** Writes encoded start timestamps in place of those there; there is room, since zeros are behind the encoder's. */
    static void writeStarts(Region region, long block, byte[] column, int length) {
        long end = block + capacity(region, block);
        int before = startsLength(region, block);
        region.fill(end - before, before, (byte) 0);
        StartsTail.write(region, end, column, length);
        region.putByte(block + STARTS, (byte) 1);
    }

    static int first(Region region, long block) {
        return region.getInt(block + FIRST);
    }

    /** The time of the newest sample, which every encoder keeps in the same place. */
    static long lastTime(Region region, long block) {
        return OpenChunkLayout.lastTime(region, block + ENCODER);
    }

    static int samples(Region region, long block) {
        return isHistogram(region, block)
                ? OpenHistogramLayout.count(region, block + ENCODER)
                : OpenChunkLayout.count(region, block + ENCODER);
    }

    /** Reads the byte that the next sample changes first, for its cache line's sake; of a histogram any byte. */
    static int readEnd(Region region, long block) {
        long length = OpenChunkLayout.length(region, block + ENCODER);
        long end = block + ENCODER + OpenChunkLayout.CHUNK + length - 1;
        return length > 0 && region.contiguousFrom(block) > end - block ? region.getByte(end) : 0;
    }

    /** The address of the chunk as files hold it. */
    static long data(Region region, long block) {
        return block + ENCODER + (isHistogram(region, block) ? OpenHistogramLayout.CHUNK : OpenChunkLayout.CHUNK);
    }

    /** The length of the chunk as files hold it. */
    static int dataLength(Region region, long block) {
        return isHistogram(region, block)
                ? OpenHistogramLayout.length(region, block + ENCODER)
                : OpenChunkLayout.length(region, block + ENCODER);
    }
}
