package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;

/**
 * Reads numbers one behind another from a part of a mapped file, and throws {@link CorruptDataException} where they would
 * pass its end. A reused flyweight; not thread-safe.
 */
final class RegionInput {
    private static final int PAYLOAD_BITS = 7;

    private final String file;
    private final Region region;
    private long position;
    private long end;

    RegionInput(String file, Region region) {
        this.file = file;
        this.region = region;
    }

    /** Moves to a part that begins at {@code start} and ends before {@code limit}. */
    RegionInput at(long start, long limit) {
        position = start;
        end = limit;
        return this;
    }

    Region region() {
        return region;
    }

    long position() {
        return position;
    }

    long left() {
        return end - position;
    }

    boolean hasMore() {
        return position < end;
    }

    int readInt() {
        long at = position;
        skip(Integer.BYTES);
        return region.getIntBigEndian(at);
    }

    int readByte() {
        long at = position;
        skip(Byte.BYTES);
        return region.getByte(at) & 0xFF;
    }

    /** Reads an unsigned LEB128 number of at most 64 bits. */
    long readUvarint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += PAYLOAD_BITS) {
            int next = readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw corrupt("a number of at most " + Leb128.MAX_LENGTH + " bytes", "a longer one");
    }

    /** Reads a signed number, zigzag. */
    long readVarint() {
        long value = readUvarint();
        return value >>> 1 ^ -(value & 1);
    }

    /** Reads a count or length, which must lie in {@code [0, max]}. */
    int readCount(long max) {
        long value = readUvarint();
        if (value < 0 || value > Math.min(max, Integer.MAX_VALUE)) {
            throw corrupt("a count of at most " + max, Long.toUnsignedString(value));
        }
        return (int) value;
    }

    /** Reads the length of a string and checks that the string lies before the end; the position is then its start. */
    int readStringLength() {
        return readCount(end - position);
    }

    void skip(long length) {
        if (length > end - position) {
            throw corrupt(length + " more bytes", end - position);
        }
        position += length;
    }

    CorruptDataException corrupt(String expected, Object actual) {
        return new CorruptDataException(file, position, expected, actual);
    }
}
