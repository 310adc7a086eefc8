package io.dunlin.tsdb.memory;

/**
 * Contiguous bytes of a region that are read and written, moved from one place to the next by {@link Region#move}: where they
 * lie is found once, the bounds are still checked on every access. Offsets begin at 0. A piece does not notice that its memory
 * was freed: who has moved it must be done with it before that. One thread at a time.
 */
public final class Piece {
    private byte[] heap;
    private long start;
    private int length;

    void place(byte[] array, long first, int bytes) {
        heap = array;
        start = first;
        length = bytes;
    }

    /** Returns a byte. */
    public byte getByte(int offset) {
        return RawMemory.getByte(heap, at(offset, 1));
    }

    /** Sets a byte. */
    public void putByte(int offset, byte value) {
        RawMemory.putByte(heap, at(offset, 1), value);
    }

    /** Returns a 16-bit value, big-endian. */
    public short getShortBigEndian(int offset) {
        return Short.reverseBytes(RawMemory.getShort(heap, at(offset, Short.BYTES)));
    }

    /** Sets a 16-bit value, big-endian. */
    public void putShortBigEndian(int offset, short value) {
        RawMemory.putShort(heap, at(offset, Short.BYTES), Short.reverseBytes(value));
    }

    /** Returns a 64-bit value, little-endian. */
    public long getLong(int offset) {
        return RawMemory.getLong(heap, at(offset, Long.BYTES));
    }

    /** Sets a 64-bit value, little-endian. */
    public void putLong(int offset, long value) {
        RawMemory.putLong(heap, at(offset, Long.BYTES), value);
    }

    /** Returns a 64-bit value, big-endian. */
    public long getLongBigEndian(int offset) {
        return Long.reverseBytes(getLong(offset));
    }

    /** Sets a 64-bit value, big-endian. */
    public void putLongBigEndian(int offset, long value) {
        putLong(offset, Long.reverseBytes(value));
    }

    private long at(int offset, int size) {
        if (offset < 0 || offset > length - size) {
            throw new IndexOutOfBoundsException("offset=" + offset + ", size=" + size + ", length=" + length);
        }
        return start + offset;
    }
}
