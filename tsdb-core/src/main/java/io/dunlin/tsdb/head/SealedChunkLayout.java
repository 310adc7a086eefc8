package io.dunlin.tsdb.head;

import io.dunlin.tsdb.chunk.ChunkEncoding;
import io.dunlin.tsdb.chunk.StartColumn;
import io.dunlin.tsdb.memory.Region;

/**
 * A sealed chunk in its epoch's store and file, little-endian, 8-aligned.
 * <pre>
 *   0     4       8          16        24        32       34         35       36
 *   | crc | first | previous | minTime | maxTime | length | encoding | starts | chunk … | 0 … 7 zeros |
 * </pre>
 * {@code crc} is the CRC32C of all that follows, exclusive-or an eighth of the chunk's position in the file, so that a
 * chunk at another place is none; {@code first} is how many samples of the
 * series came before this chunk; {@code previous} is the address of the series' chunk before this one, 0 for none; {@code
 * length} counts the bytes of the chunk, which is as block files hold it. Where some sample has a known start timestamp
 * {@code starts} is 1, and {@code length} counts the {@link StartsTail} behind the chunk too; else it is 0. The rest of a segment that is too short for the
 * next chunk is a filler: a header with encoding {@value #FILLER} and no chunk, whose {@code first} counts its bytes, the
 * header's with them; less than a header is zeros.
 */
final class SealedChunkLayout {
    static final int CRC = 0;
    static final int FIRST = CRC + Integer.BYTES;
    static final int PREVIOUS = FIRST + Integer.BYTES;
    static final int MIN_TIME = PREVIOUS + Long.BYTES;
    static final int MAX_TIME = MIN_TIME + Long.BYTES;
    static final int DATA_LENGTH = MAX_TIME + Long.BYTES;
    static final int ENCODING = DATA_LENGTH + Short.BYTES;
    static final int STARTS = ENCODING + Byte.BYTES;
    static final int DATA = STARTS + Byte.BYTES;

    static final int FILLER = 0x7f;
    static final int ALIGNMENT = 8;

    private SealedChunkLayout() {}

    /** The bytes that a chunk takes, with header and padding. */
    static int wholeLength(int dataLength) {
        return DATA + dataLength + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /** The bytes of the chunk and of its starts. */
    static int dataLength(Region region, long place) {
        return region.getShort(place + DATA_LENGTH) & 0xffff;
    }

    /** The bytes of the starts, 0 where there are none. */
    static int startsLength(Region region, long place) {
        return region.getByte(place + STARTS) == 0
                ? 0
                : StartsTail.length(region, place + DATA + dataLength(region, place));
    }

    /** The bytes of the chunk alone. */
    static int chunkLength(Region region, long place) {
        return dataLength(region, place) - startsLength(region, place);
    }

    /** Reads the start timestamps. */
    static void readStarts(Region region, long place, StartColumn into) {
        if (region.getByte(place + STARTS) == 0) {
            into.clear();
        } else {
            StartsTail.read(region, place + DATA + dataLength(region, place), into);
        }
    }

    static void writeCrc(Region region, long place, int wholeLength) {
        region.putInt(place + CRC, crc(region, place, wholeLength));
    }

    private static int crc(Region region, long place, int wholeLength) {
        int position = (int) (ChunkFileLayout.position(place) / ALIGNMENT);
        return region.crc32c(place + FIRST, wholeLength - FIRST) ^ position;
    }

    /**
     * Returns the bytes that the chunk or filler at a place takes, or -1 where none is intact; believes nothing.
     *
     * @param room the bytes there are from the place on
     */
    static int intactLength(Region region, long place, int room) {
        if (room < DATA) {
            return -1;
        }
        int dataLength = dataLength(region, place);
        int encoding = region.getByte(place + ENCODING);
        boolean filler = encoding == FILLER && dataLength == 0;
        int whole = filler ? region.getInt(place + FIRST) : wholeLength(dataLength);
        if (!filler && ChunkEncoding.ofCode(encoding) == null || whole < DATA || whole > room) {
            return -1;
        }
        boolean intact = region.getInt(place + CRC) == crc(region, place, whole);
        return intact && startsLength(region, place) <= dataLength ? whole : -1;
    }
}
