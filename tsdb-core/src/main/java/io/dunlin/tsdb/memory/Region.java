package io.dunlin.tsdb.memory;

import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * A typed, bounds-checked window on memory, the same for heap arrays, native memory and mapped files.
 *
 * <p>An <em>address</em> is a long: the upper bits choose a segment, the lower {@value #SEGMENT_SHIFT} an offset in it.
 * <pre>
 *   63      59                       29                           0
 *   | zero  | segment                | offset within the segment  |
 * </pre>
 * In one allocation, an array or a mapped file, addresses are plain offsets from 0 to the length, however long it is. In
 * an {@link Arena} each piece lies within one segment. A region reaches one value of up to 8 bytes wherever it lies, and
 * in a mapped file any span of {@link MappedWindows#OVERLAP} bytes is contiguous.
 *
 * <p>A region owns nothing. It is valid while its {@link MemoryScope} is: afterwards every access throws. Names say the
 * byte order (little-endian where they do not) and the memory order: {@code get…Acquire} sees all that was written before
 * the {@code publish…Release} whose value it returns; both need a naturally aligned address. All else is plain.
 */
public final class Region {
    static final int SEGMENT_SHIFT = 29;
    static final long MAX_SEGMENT_LENGTH = 1L << SEGMENT_SHIFT;

    private static final long OFFSET_MASK = (1L << SEGMENT_SHIFT) - 1;
    private static final int ADDRESS_BITS = SEGMENT_SHIFT + 30;
    private static final long[] NO_SEGMENTS = {};
    private static final int MOST_ZEROED_BY_WORDS = 256;
    private static final int SCRATCH_LENGTH = 8 * 1024;
    private static final ThreadLocal<byte[]> SCRATCH = ThreadLocal.withInitial(() -> new byte[SCRATCH_LENGTH]);

    /** The array of a heap region, null for memory outside the heap. */
    private final byte[] heap;

    /** What must stay reachable while this is in use. */
    private final Object owner;

    private final boolean readOnly;

    /** Start and length of each segment, alternating. Replaced, never changed, by the one thread that allocates. */
    private long[] segments;

    private Region(byte[] heap, Object owner, boolean readOnly, long[] segments) {
        this.heap = heap;
        this.owner = owner;
        this.readOnly = readOnly;
        this.segments = segments;
    }

    /** Returns a window on a whole array. */
    public static Region ofHeap(byte[] array) {
        return ofHeap(array, 0, array.length);
    }

    /** Returns a window on {@code length} bytes of an array, of which the first gets address 0. */
    public static Region ofHeap(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        RawMemory.requireAccess();
        return new Region(array, array, false, contiguous(RawMemory.ARRAY_START + offset, length));
    }

    /** Returns a read-only window on part of an Agrona buffer, which must stay as it is while the window is used. */
    public static Region of(DirectBuffer buffer, int offset, int length) {
        buffer.boundsCheck(offset, length);
        RawMemory.requireAccess();
        return new Region(buffer.byteArray(), buffer, true, contiguous(buffer.addressOffset() + offset, length));
    }

    /** Returns a window on native memory of any length. */
    static Region ofNative(Object owner, long start, long length) {
        return new Region(null, owner, false, contiguous(start, length));
    }

    /** Returns a read-only window on segments given as alternating starts and lengths. */
    static Region ofMapped(Object owner, long[] segments) {
        return new Region(null, owner, true, segments);
    }

    /** Returns a window without segments, which {@link #addSegment} extends. */
    static Region growing(Object owner) {
        return new Region(null, owner, false, NO_SEGMENTS);
    }

    /** Every segment of one allocation reaches to its end, so that no value is split where one segment ends. */
    private static long[] contiguous(long start, long length) {
        int count = (int) (length >>> SEGMENT_SHIFT) + 1;
        long[] segments = new long[2 * count];
        for (int i = 0; i < count; i++) {
            long offset = (long) i << SEGMENT_SHIFT;
            segments[2 * i] = start + offset;
            segments[2 * i + 1] = length - offset;
        }
        return segments;
    }

    /** Returns the address at which a segment of a growing region begins. */
    public static long segmentStart(int segment) {
        return (long) segment << SEGMENT_SHIFT;
    }

    /** Returns which segment of a growing region an address lies in. */
    public static int segmentOf(long address) {
        return (int) (address >>> SEGMENT_SHIFT);
    }

    /** Returns how far behind the begin of its segment an address lies. */
    public static int offsetOf(long address) {
        return (int) (address & OFFSET_MASK);
    }

    /** Adds a segment and returns the address of its first byte. */
    long addSegment(long start, long length) {
        long[] grown = Arrays.copyOf(segments, segments.length + 2);
        grown[segments.length] = start;
        grown[segments.length + 1] = length;
        long address = (long) (segments.length >>> 1) << SEGMENT_SHIFT;
        segments = grown;
        return address;
    }

    /**
     * Adds the first {@code length} bytes of another region, which has them in one segment, as a segment of this one. For
     * the one thread that adds.
     *
     * @return the address of their first byte
     */
    public long addSegment(Region piece, long length) {
        return addSegment(piece.at(0, length), length);
    }

    /**
     * Shows the same bytes from another place: the first {@code length} bytes of {@code piece} are read at the segment's
     * addresses from now on. Readers may still look at the old place, which must stay until they are done. For the one
     * thread that adds.
     *
     * @param address the segment's first address
     */
    public void replaceSegment(long address, Region piece, long length) {
        long[] replaced = segments.clone();
        int i = (int) (address >>> SEGMENT_SHIFT) << 1;
        if (replaced[i + 1] != length) {
            throw new IllegalArgumentException(
                    "a segment must keep its length: length=" + replaced[i + 1] + ", new=" + length);
        }
        replaced[i] = piece.at(0, length);
        storeFence();
        segments = replaced;
    }

    /** Returns what to call this memory in a message: the path of a mapped file, else who owns it. */
    public String name() {
        return heap != null ? "heap" : owner.toString();
    }

    /** Makes every further access throw. */
    void invalidate() {
        segments = NO_SEGMENTS;
    }

    /** Returns the number of bytes that can be read from an address on, without leaving its segment. */
    public long contiguousFrom(long address) {
        long[] s = segments;
        int i = (int) (address >>> SEGMENT_SHIFT) << 1;
        if (address >>> ADDRESS_BITS != 0 || i >= s.length) {
            return 0;
        }
        return Math.max(0, s[i + 1] - (address & OFFSET_MASK));
    }

    private long at(long address, long size) {
        long[] s = segments;
        int i = (int) (address >>> SEGMENT_SHIFT) << 1;
        long offset = address & OFFSET_MASK;
        if (address >>> ADDRESS_BITS != 0 || i >= s.length || offset > s[i + 1] - size) {
            throw outOfBounds(address, size);
        }
        return s[i] + offset;
    }

    private long writableAt(long address, long size) {
        if (readOnly) {
            throw new IllegalStateException("region is read-only: address=" + address);
        }
        return at(address, size);
    }

    private IndexOutOfBoundsException outOfBounds(long address, long size) {
        return new IndexOutOfBoundsException("region access out of bounds: address=" + address + ", size=" + size
                + ", contiguous=" + contiguousFrom(address) + ", segments=" + segments.length / 2
                + (segments.length == 0 ? " (freed or empty)" : ""));
    }

    /** Returns the byte at an address. */
    public byte getByte(long address) {
        return RawMemory.getByte(heap, at(address, 1));
    }

    /** Sets the byte at an address. */
    public void putByte(long address, byte value) {
        RawMemory.putByte(heap, writableAt(address, 1), value);
    }

    /** Returns a 16-bit value, little-endian. */
    public short getShort(long address) {
        return RawMemory.getShort(heap, at(address, 2));
    }

    /** Sets a 16-bit value, little-endian. */
    public void putShort(long address, short value) {
        RawMemory.putShort(heap, writableAt(address, 2), value);
    }

    /** Returns a 32-bit value, little-endian. */
    public int getInt(long address) {
        return RawMemory.getInt(heap, at(address, 4));
    }

    /** Sets a 32-bit value, little-endian. */
    public void putInt(long address, int value) {
        RawMemory.putInt(heap, writableAt(address, 4), value);
    }

    /** Returns a 64-bit value, little-endian. */
    public long getLong(long address) {
        return RawMemory.getLong(heap, at(address, 8));
    }

    /** Sets a 64-bit value, little-endian. */
    public void putLong(long address, long value) {
        RawMemory.putLong(heap, writableAt(address, 8), value);
    }

    /** Returns a double from its bits, little-endian. */
    public double getDouble(long address) {
        return Double.longBitsToDouble(getLong(address));
    }

    /** Sets a double by its bits, little-endian. */
    public void putDouble(long address, double value) {
        putLong(address, Double.doubleToRawLongBits(value));
    }

    /** Returns a 16-bit value, big-endian. */
    public short getShortBigEndian(long address) {
        return Short.reverseBytes(getShort(address));
    }

    /** Sets a 16-bit value, big-endian. */
    public void putShortBigEndian(long address, short value) {
        putShort(address, Short.reverseBytes(value));
    }

    /** Returns a 32-bit value, big-endian. */
    public int getIntBigEndian(long address) {
        return Integer.reverseBytes(getInt(address));
    }

    /** Sets a 32-bit value, big-endian. */
    public void putIntBigEndian(long address, int value) {
        putInt(address, Integer.reverseBytes(value));
    }

    /** Returns a 64-bit value, big-endian. */
    public long getLongBigEndian(long address) {
        return Long.reverseBytes(getLong(address));
    }

    /** Sets a 64-bit value, big-endian. */
    public void putLongBigEndian(long address, long value) {
        putLong(address, Long.reverseBytes(value));
    }

    /** Returns a double from its bits, big-endian. */
    public double getDoubleBigEndian(long address) {
        return Double.longBitsToDouble(getLongBigEndian(address));
    }

    /** Sets a double by its bits, big-endian. */
    public void putDoubleBigEndian(long address, double value) {
        putLongBigEndian(address, Double.doubleToRawLongBits(value));
    }

    /** Returns a 32-bit value and makes visible what its writer wrote before it. */
    public int getIntAcquire(long address) {
        return RawMemory.getIntAcquire(heap, at(address, 4));
    }

    /** Sets a 32-bit value and publishes all writes before it. */
    public void publishIntRelease(long address, int value) {
        RawMemory.putIntRelease(heap, writableAt(address, 4), value);
    }

    /** Returns a 64-bit value and makes visible what its writer wrote before it. */
    public long getLongAcquire(long address) {
        return RawMemory.getLongAcquire(heap, at(address, 8));
    }

    /** Sets a 64-bit value and publishes all writes before it. */
    public void publishLongRelease(long address, long value) {
        RawMemory.putLongRelease(heap, writableAt(address, 8), value);
    }

    /**
     * Keeps the reads before this from moving behind it: an optimistic reader copies, calls this, and then reads the
     * version again.
     */
    public static void loadFence() {
        UnsafeApi.loadFence();
    }

    /** Keeps the writes before this from moving behind the writes after it. */
    public static void storeFence() {
        UnsafeApi.storeFence();
    }

    /**
     * Returns {@code length} contiguous bytes as a span, for a loop that reads many words of one chunk: finding the segment
     * happens once, the bounds are still checked on every read. Unlike a region, a span does not notice that its memory was
     * freed: it must not outlive the method that made it.
     */
    public Span span(long address, long length) {
        return new Span(heap, at(address, length), length);
    }

    /** Moves a piece to {@code length} contiguous bytes of this region, for many reads and writes of one block. */
    public void move(Piece piece, long address, int length) {
        piece.place(heap, writableAt(address, length), length);
    }

    /**
     * Zeroes contiguous bytes. As {@link #fill}, which calls into the VM: the few bytes of a block or a string are set here.
     */
    public void zero(long address, long length) {
        if (length == 0 || length > MOST_ZEROED_BY_WORDS) {
            fill(address, length, (byte) 0);
            return;
        }
        long start = writableAt(address, length);
        long i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            RawMemory.putLong(heap, start + i, 0);
        }
        for (; i < length; i++) {
            RawMemory.putByte(heap, start + i, (byte) 0);
        }
    }

    /** Sets {@code length} bytes to one value. */
    public void fill(long address, long length, byte value) {
        long done = 0;
        while (done < length) {
            long n = step(address + done, length - done);
            RawMemory.fill(heap, writableAt(address + done, n), n, value);
            done += n;
        }
    }

    /** Copies {@code length} bytes to another region, or within this one where the ranges do not overlap. */
    public void copyTo(long address, Region target, long targetAddress, long length) {
        long done = 0;
        while (done < length) {
            long n = Math.min(step(address + done, length - done), target.step(targetAddress + done, length - done));
            RawMemory.copy(heap, at(address + done, n), target.heap, target.writableAt(targetAddress + done, n), n);
            done += n;
        }
    }

    /** Copies bytes out into an array. */
    public void getBytes(long address, byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        int done = 0;
        while (done < length) {
            int n = (int) step(address + done, length - done);
            RawMemory.copy(heap, at(address + done, n), target, RawMemory.ARRAY_START + offset + done, n);
            done += n;
        }
    }

    /** Copies bytes in from an array. */
    public void putBytes(long address, byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        int done = 0;
        while (done < length) {
            int n = (int) step(address + done, length - done);
            RawMemory.copy(source, RawMemory.ARRAY_START + offset + done, heap, writableAt(address + done, n), n);
            done += n;
        }
    }

    /** Copies bytes in from an Agrona buffer. */
    public void putBytes(long address, DirectBuffer source, int offset, int length) {
        source.boundsCheck(offset, length);
        int done = 0;
        while (done < length) {
            int n = (int) step(address + done, length - done);
            RawMemory.copy(
                    source.byteArray(), source.addressOffset() + offset + done, heap, writableAt(address + done, n), n);
            done += n;
        }
    }

    /** Returns the CRC32C (Castagnoli) checksum of {@code length} bytes. */
    public int crc32c(long address, long length) {
        CRC32C crc = new CRC32C();
        byte[] scratch = SCRATCH.get();
        long done = 0;
        while (done < length) {
            int n = (int) Math.min(scratch.length, length - done);
            getBytes(address + done, scratch, 0, n);
            crc.update(scratch, 0, n);
            done += n;
        }
        return (int) crc.getValue();
    }

    /** Returns whether {@code length} bytes are the same in both regions. */
    public boolean equalBytes(long address, Region other, long otherAddress, long length) {
        return compareBytes(address, length, other, otherAddress, length) == 0;
    }

    /** Compares two byte strings as unsigned bytes, a prefix before what it begins. */
    public int compareBytes(long address, long length, Region other, long otherAddress, long otherLength) {
        long common = Math.min(length, otherLength);
        long i = 0;
        for (; i + 8 <= common; i += 8) {
            long a = getLongBigEndian(address + i);
            long b = other.getLongBigEndian(otherAddress + i);
            if (a != b) {
                return Long.compareUnsigned(a, b);
            }
        }
        for (; i < common; i++) {
            int order = Byte.compareUnsigned(getByte(address + i), other.getByte(otherAddress + i));
            if (order != 0) {
                return order;
            }
        }
        return Long.compare(length, otherLength);
    }

    private long step(long address, long wanted) {
        long n = Math.min(wanted, contiguousFrom(address));
        if (n == 0) {
            throw outOfBounds(address, wanted);
        }
        return n;
    }

    @Override
    public String toString() {
        String place = heap != null ? "heap" : readOnly ? "mapped" : "native";
        return "Region{" + place + ", segments=" + segments.length / 2 + ", owner=" + owner + "}";
    }
}
