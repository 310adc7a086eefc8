package io.dunlin.promql.operator;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The xxHash64 function with seed 0, by its published specification. */
final class XxHash64 {
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    /** The first two primes together, modulo 2^64. */
    private static final long SUM_OF_PRIMES = 0x60EA27EEADC0B5D6L;

    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;
    private static final int STRIPE = 32;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private XxHash64() {}

    static long hash(byte[] data) {
        int at = data.length - data.length % STRIPE;
        long hash = (at == 0 ? PRIME_5 : stripes(data, at)) + data.length;
        for (; at + Long.BYTES <= data.length; at += Long.BYTES) {
            hash ^= round(0, (long) LONGS.get(data, at));
            hash = Long.rotateLeft(hash, 27) * PRIME_1 + PRIME_4;
        }
        if (at + Integer.BYTES <= data.length) {
            hash ^= ((int) INTS.get(data, at) & 0xFFFFFFFFL) * PRIME_1;
            hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
            at += Integer.BYTES;
        }
        for (; at < data.length; at++) {
            hash ^= (data[at] & 0xFF) * PRIME_5;
            hash = Long.rotateLeft(hash, 11) * PRIME_1;
        }
        return avalanche(hash);
    }

    private static long stripes(byte[] data, int end) {
        long a = SUM_OF_PRIMES;
        long b = PRIME_2;
        long c = 0;
        long d = -PRIME_1;
        for (int at = 0; at < end; at += STRIPE) {
            a = round(a, (long) LONGS.get(data, at));
            b = round(b, (long) LONGS.get(data, at + 8));
            c = round(c, (long) LONGS.get(data, at + 16));
            d = round(d, (long) LONGS.get(data, at + 24));
        }
        long hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
        return merge(merge(merge(merge(hash, a), b), c), d);
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long hash, long lane) {
        return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
    }

    private static long avalanche(long hash) {
        long h = (hash ^ (hash >>> 33)) * PRIME_2;
        h = (h ^ (h >>> 29)) * PRIME_3;
        return h ^ (h >>> 32);
    }
}
