package io.dunlin.tsdb.block;

import java.util.random.RandomGenerator;

/**
 * The name of a block: 48 bits of Unix milliseconds and 80 random bits, printed as 26 characters of Crockford's base 32,
 * so that names sort by the time they were made.
 *
 * <p>Source: the ULID specification (github.com/ulid/spec). {@code high} holds the time and the first 16 random bits,
 * {@code low} the other 64; both are unsigned.
 */
public record Ulid(long high, long low) implements Comparable<Ulid> {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 26;
    private static final int BITS = 5;
    private static final int TIME_SHIFT = 16;
    private static final long MAX_TIME = (1L << 48) - 1;

    /** Makes a new name for a time in Unix milliseconds. */
    public static Ulid of(long time, RandomGenerator random) {
        if (time < 0 || time > MAX_TIME) {
            throw new IllegalArgumentException("a ULID needs a time of 48 bits: time=" + time);
        }
        return new Ulid(time << TIME_SHIFT | random.nextLong() >>> Long.SIZE - TIME_SHIFT, random.nextLong());
    }

    /** Returns whether a text is a ULID as Prometheus writes it: how a block directory is told from others. */
    public static boolean isUlid(String text) {
        if (text.length() != LENGTH || text.charAt(0) > '7') {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            if (ALPHABET.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads a printed ULID.
     *
     * @throws IllegalArgumentException when the text is none
     */
    public static Ulid parse(String text) {
        if (!isUlid(text)) {
            throw new IllegalArgumentException("not a ULID: text=" + text);
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < LENGTH; i++) {
            high = high << BITS | low >>> Long.SIZE - BITS;
            low = low << BITS | ALPHABET.indexOf(text.charAt(i));
        }
        return new Ulid(high, low);
    }

    /** Returns when the name was made, in Unix milliseconds. */
    public long time() {
        return high >>> TIME_SHIFT;
    }

    @Override
    public int compareTo(Ulid other) {
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        char[] text = new char[LENGTH];
        long upper = high;
        long lower = low;
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) lower & 31);
            lower = lower >>> BITS | upper << Long.SIZE - BITS;
            upper >>>= BITS;
        }
        return new String(text);
    }
}
