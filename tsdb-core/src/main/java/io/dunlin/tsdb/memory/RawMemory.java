package io.dunlin.tsdb.memory;

import java.nio.ByteOrder;
import org.agrona.UnsafeApi;

/**
 * The one door to unchecked memory. A place is a base object and an offset: a byte array and an offset in it, or
 * {@code null} and an absolute address. Values are little-endian. No method checks anything: only {@link Region}, which
 * checks bounds, and {@link MemoryScope}, which owns memory, may call it.
 */
final class RawMemory {
    /** The offset of the first byte of a byte array; meaningless where {@link #requireAccess} throws. */
    static final long ARRAY_START;

    private static final String REQUIRED_OPTION = "--add-opens java.base/jdk.internal.misc=ALL-UNNAMED";
    private static final boolean SWAP = ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN;
    private static final LinkageError ACCESS_FAILURE;

    static {
        long arrayStart = -1;
        LinkageError failure = null;
        try {
            arrayStart = UnsafeApi.arrayBaseOffset(byte[].class);
        } catch (LinkageError e) {
            failure = e;
        }
        ARRAY_START = arrayStart;
        ACCESS_FAILURE = failure;
    }

    private RawMemory() {}

    /** Checks that the JVM lets raw memory be used. */
    static void requireAccess() {
        if (ACCESS_FAILURE != null) {
            throw new MissingJvmOptionException(REQUIRED_OPTION, ACCESS_FAILURE);
        }
    }

    static long allocate(long bytes) {
        return UnsafeApi.allocateMemory(bytes);
    }

    static void free(long address) {
        UnsafeApi.freeMemory(address);
    }

    static void fill(Object base, long at, long bytes, byte value) {
        UnsafeApi.setMemory(base, at, bytes, value);
    }

    static void copy(Object from, long fromAt, Object to, long toAt, long bytes) {
        UnsafeApi.copyMemory(from, fromAt, to, toAt, bytes);
    }

    static byte getByte(Object base, long at) {
        return base == null ? UnsafeApi.getByte(null, at) : UnsafeApi.getByte(base, at);
    }

    static void putByte(Object base, long at, byte value) {
        if (base == null) {
            UnsafeApi.putByte(null, at, value);
        } else {
            UnsafeApi.putByte(base, at, value);
        }
    }

    static short getShort(Object base, long at) {
        short value = base == null ? UnsafeApi.getShortUnaligned(null, at) : UnsafeApi.getShortUnaligned(base, at);
        return SWAP ? Short.reverseBytes(value) : value;
    }

    static void putShort(Object base, long at, short value) {
        short stored = SWAP ? Short.reverseBytes(value) : value;
        if (base == null) {
            UnsafeApi.putShortUnaligned(null, at, stored);
        } else {
            UnsafeApi.putShortUnaligned(base, at, stored);
        }
    }

    static int getInt(Object base, long at) {
        int value = base == null ? UnsafeApi.getIntUnaligned(null, at) : UnsafeApi.getIntUnaligned(base, at);
        return SWAP ? Integer.reverseBytes(value) : value;
    }

    static void putInt(Object base, long at, int value) {
        int stored = SWAP ? Integer.reverseBytes(value) : value;
        if (base == null) {
            UnsafeApi.putIntUnaligned(null, at, stored);
        } else {
            UnsafeApi.putIntUnaligned(base, at, stored);
        }
    }

    static long getLong(Object base, long at) {
        long value = base == null ? UnsafeApi.getLongUnaligned(null, at) : UnsafeApi.getLongUnaligned(base, at);
        return SWAP ? Long.reverseBytes(value) : value;
    }

    static void putLong(Object base, long at, long value) {
        long stored = SWAP ? Long.reverseBytes(value) : value;
        if (base == null) {
            UnsafeApi.putLongUnaligned(null, at, stored);
        } else {
            UnsafeApi.putLongUnaligned(base, at, stored);
        }
    }

    static int getIntAcquire(Object base, long at) {
        int value = base == null ? UnsafeApi.getIntAcquire(null, at) : UnsafeApi.getIntAcquire(base, at);
        return SWAP ? Integer.reverseBytes(value) : value;
    }

    static void putIntRelease(Object base, long at, int value) {
        UnsafeApi.putIntRelease(base, at, SWAP ? Integer.reverseBytes(value) : value);
    }

    static long getLongAcquire(Object base, long at) {
        long value = UnsafeApi.getLongAcquire(base, at);
        return SWAP ? Long.reverseBytes(value) : value;
    }

    static void putLongRelease(Object base, long at, long value) {
        UnsafeApi.putLongRelease(base, at, SWAP ? Long.reverseBytes(value) : value);
    }
}
