package io.dunlin.tsdb.index;

import java.security.SecureRandom;
import org.agrona.DirectBuffer;

/**
 * The 128-bit hash by which a series is known: over the bytes of an encoded label set, with random seeds, which the
 * checkpoint of a database keeps, so that a sender cannot choose collisions. Two label sets with the same hash are taken
 * for the same series; with n series the chance that any two collide is below n² / 2^129.
 *
 * <p>Two independent lanes each fold 16 bytes a step by a 64 × 64 → 128 bit multiplication whose halves are xored (the
 * multiply-mix of wyhash and of the short form of xxh3); the lanes share no secret. Immutable and thread-safe.
 */
public final class LabelHash {
    private static final int BLOCK = 16;
    private static final long FINISH = 0x9e3779b97f4a7c15L;

    private final long seedLow;
    private final long seedHigh;
    private final long firstLow;
    private final long secondLow;
    private final long firstHigh;
    private final long secondHigh;

    /** Makes a hash with given seeds; the four secrets are derived from them. */
    public LabelHash(long seedLow, long seedHigh) {
        this.seedLow = seedLow;
        this.seedHigh = seedHigh;
        this.firstLow = scramble(seedLow + FINISH);
        this.secondLow = scramble(seedLow + (FINISH << 1));
        this.firstHigh = scramble(seedHigh ^ Long.rotateLeft(FINISH, 32));
        this.secondHigh = scramble(seedHigh ^ (FINISH >>> 3));
    }

    /** Returns a hash with random seeds. */
    public static LabelHash random() {
        SecureRandom random = new SecureRandom();
        return new LabelHash(random.nextLong(), random.nextLong());
    }

    /** Returns the first of the seeds that make an equal hash, for a file that holds hashes. */
    public long seedLow() {
        return seedLow;
    }

    /** Returns the second seed. */
    public long seedHigh() {
        return seedHigh;
    }

    /** Hashes {@code length} bytes. */
    public void hash(DirectBuffer source, int offset, int length, Hash128 into) {
        source.boundsCheck(offset, length);
        long low = seedLow ^ length;
        long high = seedHigh ^ Long.rotateLeft(length, 32);
        int at = offset;
        int end = offset + length;
        while (end - at > BLOCK) {
            long a = source.getLong(at);
            long b = source.getLong(at + Long.BYTES);
            low = mix(a ^ firstLow, b ^ low ^ secondLow);
            high = mix(a ^ high ^ firstHigh, b ^ secondHigh);
            at += BLOCK;
        }
        long a = head(source, at, end);
        long b = tail(source, at, end);
        low = mix(a ^ firstLow, b ^ low ^ secondLow);
        high = mix(a ^ high ^ firstHigh, b ^ secondHigh);
        into.set(mix(low ^ FINISH, high ^ firstLow), mix(high ^ FINISH, low ^ secondHigh));
    }

    /** Mixes the hashes of a label's name and value into one that can be added to those of other labels. */
    public static long pair(long name, long value) {
        return mix(name ^ FINISH, Long.rotateLeft(value, 32) ^ name);
    }

    /** The first eight of the last 1 to 16 bytes; fewer are read one by one, so that no read passes the end. */
    private static long head(DirectBuffer source, int at, int end) {
        return end - at >= Long.BYTES ? source.getLong(at) : fewBytes(source, at, end);
    }

    /** The last eight of the last 1 to 16 bytes; they may overlap the first eight. */
    private static long tail(DirectBuffer source, int at, int end) {
        return end - at >= Long.BYTES ? source.getLong(end - Long.BYTES) : 0;
    }

    private static long fewBytes(DirectBuffer source, int at, int end) {
        long bytes = 0;
        for (int i = at; i < end; i++) {
            bytes = bytes << Byte.SIZE | (source.getByte(i) & 0xff);
        }
        return bytes;
    }

    private static long mix(long a, long b) {
        return a * b ^ Math.multiplyHigh(a, b);
    }

    private static long scramble(long x) {
        long z = (x ^ x >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
