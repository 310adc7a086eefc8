package io.dunlin.server.tsdb.wal;

import io.dunlin.tsdb.storage.CorruptDataException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads numbers, strings and arrays of one record. Not thread-safe. */
final class RecordInput {
    private static final int MOST_SHIFT = 63;

    private final String file;
    private final ByteBuffer bytes;

    RecordInput(String file, byte[] record) {
        this.file = file;
        this.bytes = ByteBuffer.wrap(record);
    }

    boolean hasMore() {
        return bytes.hasRemaining();
    }

    int getByte() {
        try {
            return bytes.get();
        } catch (BufferUnderflowException e) {
            throw damage("one more byte", "the end");
        }
    }

    long getLong() {
        try {
            return bytes.getLong();
        } catch (BufferUnderflowException e) {
            throw damage("eight more bytes", bytes.remaining());
        }
    }

    double getDouble() {
        return Double.longBitsToDouble(getLong());
    }

    long getUnsigned() {
        long number = 0;
        for (int shift = 0; shift <= MOST_SHIFT; shift += 7) {
            int next = getByte();
            number |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw damage("a number of at most 10 bytes", "more");
    }

    long getSigned() {
        long number = getUnsigned();
        return number >>> 1 ^ -(number & 1);
    }

    int getInt() {
        long number = getSigned();
        if (number != (int) number) {
            throw damage("a number of 32 bits", number);
        }
        return (int) number;
    }

    /** Reads a length of what need not follow. */
    int getLength() {
        long length = getUnsigned();
        if (length < 0 || length > Integer.MAX_VALUE) {
            throw damage("a length of 31 bits", length);
        }
        return (int) length;
    }

    /** Reads how many things follow, each of at least {@code length} bytes. */
    int getCount(int length) {
        long count = getUnsigned();
        if (count < 0 || count > bytes.remaining() / length) {
            throw damage("a count of at most " + bytes.remaining() / length, count);
        }
        return (int) count;
    }

    String getString() {
        byte[] text = new byte[getCount(1)];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    CorruptDataException damage(String expected, Object actual) {
        return new CorruptDataException(file, bytes.position(), expected, actual);
    }
}
