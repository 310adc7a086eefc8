package io.dunlin.tsdb.head;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.roaringbitmap.InvalidRoaringFormat;
import org.roaringbitmap.RoaringBitmap;

/**
 * Reads what {@link RecordWriter} wrote. The bytes have passed a checksum, so a record that ends early was written by
 * something else. One thread at a time.
 */
final class RecordReader {
    private final Region region;
    private final long end;
    private long at;

    RecordReader(Region region, long address, int length) {
        this.region = region;
        this.at = address;
        this.end = address + length;
    }

    /** Returns whether there is more. */
    boolean hasMore() {
        return at < end;
    }

    /** Reads one byte. */
    int getByte() {
        require(1);
        return region.getByte(at++);
    }

    /** Reads an unsigned number. */
    long getNumber() {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            require(1);
            byte b = region.getByte(at++);
            number |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return number;
            }
        }
        throw new CorruptDataException(region.name(), at, "a number of at most 10 bytes", "more");
    }

    /** Reads an unsigned number that counts things or bytes of this record, each at least one byte. */
    int getCount() {
        long count = getNumber();
        if (count < 0 || count > end - at) {
            throw new CorruptDataException(region.name(), at, "a count of at most " + (end - at), count);
        }
        return (int) count;
    }

    /** Reads an unsigned number that is below a limit. */
    int getBelow(int limit) {
        long number = getNumber();
        if (number < 0 || number >= limit) {
            throw new CorruptDataException(region.name(), at, "a number below " + limit, number);
        }
        return (int) number;
    }

    /** Returns what the bytes just read name, where there is such a thing. */
    <T> T known(String what, T named) {
        if (named == null) {
            throw new CorruptDataException(region.name(), at, what, "none");
        }
        return named;
    }

    /** Reads a number that may be negative. */
    long getSigned() {
        long number = getNumber();
        return number >>> 1 ^ -(number & 1);
    }

    /** Reads eight bytes. */
    long getLong() {
        require(Long.BYTES);
        long value = region.getLong(at);
        at += Long.BYTES;
        return value;
    }

    /** Reads an array with its length. */
    byte[] getBytes() {
        byte[] bytes = new byte[getCount()];
        region.getBytes(at, bytes, 0, bytes.length);
        at += bytes.length;
        return bytes;
    }

    /** Reads a serialized bitmap with its length. */
    RoaringBitmap getBitmap() {
        RoaringBitmap bitmap = new RoaringBitmap();
        long start = at;
        try {
            bitmap.deserialize(ByteBuffer.wrap(getBytes()));
        } catch (IOException | BufferUnderflowException | InvalidRoaringFormat e) {
            throw new CorruptDataException(region.name(), start, "a serialized bitmap", e);
        }
        return bitmap;
    }

    /** Reads some bytes into an array. */
    void getBytes(byte[] into, int length) {
        region.getBytes(skip(length), into, 0, length);
    }

    /** Returns how many bytes there still are. */
    long left() {
        return end - at;
    }

    /** Copies the next bytes, which are there, to an array and does not pass over them. */
    void peek(byte[] into, int length) {
        region.getBytes(at, into, 0, length);
    }

    /** Passes over some bytes; returns the address of the first. */
    long skip(int length) {
        require(length);
        long start = at;
        at += length;
        return start;
    }

    private void require(int count) {
        if (end - at < count) {
            throw new CorruptDataException(region.name(), at, count + " more bytes", end - at);
        }
    }
}
