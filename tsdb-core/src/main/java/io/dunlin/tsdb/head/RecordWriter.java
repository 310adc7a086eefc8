package io.dunlin.tsdb.head;

import io.dunlin.tsdb.memory.Region;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/** A growing array of bytes that log records are built in: numbers as LEB128, zigzag where they may be negative. */
final class RecordWriter {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LONGEST_NUMBER = 10;

    private byte[] bytes = new byte[4096];
    private int length;

    /** Forgets what was written. */
    void clear() {
        length = 0;
    }

    /** Returns the array, whose first {@link #length()} bytes were written. */
    byte[] bytes() {
        return bytes;
    }

    /** Returns how much was written. */
    int length() {
        return length;
    }

    private void ensure(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, length + (length >> 1)));
        }
    }

    /** Writes one byte. */
    void putByte(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    /** Writes an unsigned number, small where the number is small. */
    void putNumber(long number) {
        ensure(LONGEST_NUMBER);
        int at = length;
        long rest = number;
        while (rest >>> 7 != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        length = at;
    }

    /** Writes a number, small where it is near zero on either side. */
    void putSigned(long number) {
        putNumber(number << 1 ^ number >> 63);
    }

    /** Writes eight bytes. */
    void putLong(long value) {
        ensure(Long.BYTES);
        LONGS.set(bytes, length, value);
        length += Long.BYTES;
    }

    /** Writes the length of a piece of a buffer and the piece. */
    void putBytes(DirectBuffer source, int offset, int count) {
        putNumber(count);
        ensure(count);
        source.getBytes(offset, bytes, length, count);
        length += count;
    }

    /** Writes the length of a piece of memory and the piece. */
    void putBytes(Region source, long address, int count) {
        putNumber(count);
        ensure(count);
        source.getBytes(address, bytes, length, count);
        length += count;
    }

    /** Writes a piece of memory. */
    void putAll(Region source, long address, int count) {
        ensure(count);
        source.getBytes(address, bytes, length, count);
        length += count;
    }

    /** Writes what another has. */
    void putAll(RecordWriter other) {
        ensure(other.length);
        System.arraycopy(other.bytes, 0, bytes, length, other.length);
        length += other.length;
    }

    /** Writes the length of an array and the array. */
    void putBytes(byte[] source) {
        putBytes(source, source.length);
    }

    /** Writes a length and so many bytes of an array. */
    void putBytes(byte[] source, int count) {
        putNumber(count);
        ensure(count);
        System.arraycopy(source, 0, bytes, length, count);
        length += count;
    }
}
