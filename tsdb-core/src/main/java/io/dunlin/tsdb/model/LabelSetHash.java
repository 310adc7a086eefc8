package io.dunlin.tsdb.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * A 128-bit hash of a label set by which series of different tables and blocks are matched without making their strings. It
 * has random seeds for each process, so that a sender cannot choose collisions; with n series the chance that any two
 * collide is below n² / 2^128. It is the sum of a mix of the hashes of each label's name and value, so each string need be
 * hashed only once. A hash is two longs, {@link #LANES}; the lanes share no secret.
 */
public final class LabelSetHash {
    /** The number of longs of one hash. */
    public static final int LANES = 2;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SECRETS_PER_LANE = 3;
    private static final long[] SECRETS = randomSecrets();

    private LabelSetHash() {}

    private static long[] randomSecrets() {
        SecureRandom random = new SecureRandom();
        long[] secrets = new long[SECRETS_PER_LANE * LANES];
        for (int i = 0; i < secrets.length; i++) {
            secrets[i] = random.nextLong() | 1;
        }
        return secrets;
    }

    /** Returns one lane of a number that tells the seeds without giving them away: of others it is another. */
    public static long seeds(int lane) {
        return of(lane, Labels.of("seeds", "all"));
    }

    /** Returns one lane of the hash of a string's UTF-8 bytes {@code [0, length)}. */
    public static long string(int lane, byte[] utf8, int length) {
        long first = SECRETS[SECRETS_PER_LANE * lane];
        long second = SECRETS[SECRETS_PER_LANE * lane + 1];
        long hash = first ^ length;
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            hash = mix((long) WORDS.get(utf8, at) ^ second, hash ^ first);
        }
        long rest = 0;
        for (; at < length; at++) {
            rest = rest << Byte.SIZE | utf8[at] & 0xff;
        }
        return mix(rest ^ second, hash ^ first);
    }

    /** Returns what a label adds to one lane of its set's hash. */
    public static long label(int lane, long nameHash, long valueHash) {
        long secret = SECRETS[SECRETS_PER_LANE * lane + 2];
        return mix(mix(nameHash ^ secret, valueHash ^ Long.rotateLeft(secret, 32)), secret);
    }

    /** Returns one lane of the hash of a label set. */
    public static long of(int lane, Labels labels) {
        long sum = 0;
        for (Labels.Label label : labels) {
            sum += label(lane, string(lane, label.name()), string(lane, label.value()));
        }
        return sum;
    }

    private static long string(int lane, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return string(lane, utf8, utf8.length);
    }

    private static long mix(long a, long b) {
        return a * b ^ Math.multiplyHigh(a, b);
    }
}
