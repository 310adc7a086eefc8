package io.dunlin.tsdb.memory;

import org.agrona.DirectBuffer;

/**
 * Contiguous bytes of a region or of an Agrona buffer, for a loop that reads many of them: where they lie is found once, the
 * bounds are still checked on every read. Offsets begin at 0. A span does not notice that its memory was freed, or that its
 * buffer was wrapped around other memory: it must not outlive the call that made it.
 */
public final class Span {
    private final byte[] heap;
    private final long start;
    private final long length;

    Span(byte[] heap, long start, long length) {
        this.heap = heap;
        this.start = start;
        this.length = length;
    }

    /** Returns {@code length} bytes of an Agrona buffer as a span. */
    public static Span of(DirectBuffer buffer, int offset, int length) {
        buffer.boundsCheck(offset, length);
        RawMemory.requireAccess();
        return new Span(buffer.byteArray(), buffer.addressOffset() + offset, length);
    }

    /** Returns a byte. */
    public byte getByte(long offset) {
        check(offset, 1);
        return RawMemory.getByte(heap, start + offset);
    }

    /** Returns a 64-bit value, little-endian. */
    public long getLong(long offset) {
        check(offset, Long.BYTES);
        return RawMemory.getLong(heap, start + offset);
    }

    /** Returns a 64-bit value, big-endian. */
    public long getLongBigEndian(long offset) {
        return Long.reverseBytes(getLong(offset));
    }

    /** Copies out as many bytes as an array holds. */
    public void getBytes(long offset, byte[] target) {
        check(offset, target.length);
        RawMemory.copy(heap, start + offset, target, RawMemory.ARRAY_START, target.length);
    }

    private void check(long offset, int size) {
        if (offset < 0 || offset > length - size) {
            throw new IndexOutOfBoundsException("offset=" + offset + ", size=" + size + ", length=" + length);
        }
    }
}
