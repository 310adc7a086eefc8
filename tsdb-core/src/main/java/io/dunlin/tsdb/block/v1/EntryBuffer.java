package io.dunlin.tsdb.block.v1;

import java.util.Arrays;

/** A growing array in which an entry is put together before its length is known. Reused; not thread-safe. */
final class EntryBuffer {
    private byte[] bytes = new byte[512];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** Appends an unsigned LEB128 number. */
    void putUvarint(long value) {
        if (bytes.length - length < Leb128.MAX_LENGTH) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        length = Leb128.put(value, bytes, length);
    }

    /** Appends a signed number, zigzag. */
    void putVarint(long value) {
        putUvarint(value << 1 ^ value >> Long.SIZE - 1);
    }
}
