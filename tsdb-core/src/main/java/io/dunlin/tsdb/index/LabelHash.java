package io.dunlin.tsdb.index;

import io.dunlin.tsdb.memory.Span;
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
        Span bytes = Span.of(source, offset, length);
        long low = seedLow ^ length;
        long high = seedHigh ^ Long.rotateLeft(length, 32);
        int at = 0;
        while (length - at > BLOCK) {
            long a = bytes.getLong(at);
            long b = bytes.getLong(at + Long.BYTES);
            low = mix(a ^ firstLow, b ^ low ^ secondLow);
            high = mix(a ^ high ^ firstHigh, b ^ secondHigh);
            at += BLOCK;
        }
        long a = head(bytes, at, length);
        long b = tail(bytes, at, length);
        low = mix(a ^ firstLow, b ^ low ^ secondLow);
        high = mix(a ^ high ^ firstHigh, b ^ secondHigh);
        into.set(mix(low ^ FINISH, high ^ firstLow), mix(high ^ FINISH, low ^ secondHigh));
    }

    /** Mixes the hashes of a label's name and value into one that can be added to those of other labels. */
    public static long pair(long name, long value) {
        return mix(name ^ FINISH, Long.rotateLeft(value, 32) ^ name);
    }

    /** The first eight of the last 1 to 16 bytes; fewer are read one by one, so that no read passes the end. */
    private static long head(Span bytes, int at, int end) {
        return end - at >= Long.BYTES ? bytes.getLong(at) : fewBytes(bytes, at, end);
    }

    /** The last eight of the last 1 to 16 bytes; they may overlap the first eight. */
    private static long tail(Span bytes, int at, int end) {
        return end - at >= Long.BYTES ? bytes.getLong(end - Long.BYTES) : 0;
    }

    private static long fewBytes(Span bytes, int at, int end) {
        long few = 0;
        for (int i = at; i < end; i++) {
            few = few << Byte.SIZE | (bytes.getByte(i) & 0xff);
        }
        return few;
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
