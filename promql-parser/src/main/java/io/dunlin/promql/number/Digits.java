package io.dunlin.promql.number;

/** Prints whole numbers of up to 19 digits, eight digits a division of the long. */
public final class Digits {
    private static final long EIGHT_DIGITS = 100_000_000L;
    private static final int FOUR_DIGITS = 10_000;
    private static final byte[] PAIRS = pairs();
    private static final long[] POWERS_OF_TEN = powersOfTen();

    private Digits() {}

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }

    private static long[] powersOfTen() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = 10 * powers[i - 1];
        }
        return powers;
    }

    /** Returns how many decimal digits a number has; {@code number} must not be negative. */
    public static int count(long number) {
        // log10(2) is a little over 1233 / 4096: this estimates the digits from the bits, at most one too few.
        int estimate = (Long.SIZE - Long.numberOfLeadingZeros(number | 1)) * 1233 >>> 12;
        return estimate == POWERS_OF_TEN.length || number < POWERS_OF_TEN[estimate]
                ? Math.max(1, estimate)
                : estimate + 1;
    }

    /**
     * Writes a number that is not negative and returns the index behind its last digit.
     *
     * @param out has room for {@link #count} digits from {@code at} on
     */
    public static int write(long number, byte[] out, int at) {
        int end = at + count(number);
        int next = end;
        long rest = number;
        while (rest >= EIGHT_DIGITS) {
            long quotient = rest / EIGHT_DIGITS;
            next -= 8;
            eight((int) (rest - quotient * EIGHT_DIGITS), out, next);
            rest = quotient;
        }
        int small = (int) rest;
        while (small >= 100) {
            int quotient = small / 100;
            next -= 2;
            pair(small - quotient * 100, out, next);
            small = quotient;
        }
        if (small >= 10) {
            pair(small, out, next - 2);
        } else {
            out[next - 1] = (byte) ('0' + small);
        }
        return end;
    }

    private static void eight(int number, byte[] out, int at) {
        int high = number / FOUR_DIGITS;
        int low = number - high * FOUR_DIGITS;
        pair(high / 100, out, at);
        pair(high % 100, out, at + 2);
        pair(low / 100, out, at + 4);
        pair(low % 100, out, at + 6);
    }

    private static void pair(int number, byte[] out, int at) {
        out[at] = PAIRS[2 * number];
        out[at + 1] = PAIRS[2 * number + 1];
    }
}
