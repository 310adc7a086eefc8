package io.dunlin.http.json;

import io.dunlin.promql.number.Digits;

/** Prints integers and timestamps into a byte array. Each method returns the index behind the last byte. */
final class JsonNumbers {
    /** Room for any timestamp: a sign, 16 digits of seconds, a point and 3 decimals. */
    static final int LONGEST_TIMESTAMP = 24;

    private static final int MILLIS = 1000;

    private JsonNumbers() {}

    /** Prints an integer, up to 20 bytes. */
    static int integer(long value, byte[] out, int at) {
        if (value >= 0) {
            return Digits.write(value, out, at);
        }
        out[at] = '-';
        if (value == Long.MIN_VALUE) {
            // It has no counterpart: its last digit is taken off first.
            int end = Digits.write(-(value / 10), out, at + 1);
            out[end] = (byte) ('0' - value % 10);
            return end + 1;
        }
        return Digits.write(-value, out, at + 1);
    }

    /** Prints Unix milliseconds as seconds: with no decimals where they are whole, else with exactly three. */
    static int timestamp(long millis, byte[] out, int at) {
        int next = at;
        long seconds = millis / MILLIS;
        int fraction = (int) Math.abs(millis % MILLIS);
        if (millis < 0 && seconds == 0) {
            out[next++] = '-';
        }
        next = integer(seconds, out, next);
        if (fraction != 0) {
            out[next++] = '.';
            out[next++] = (byte) ('0' + fraction / 100);
            out[next++] = (byte) ('0' + fraction / 10 % 10);
            out[next++] = (byte) ('0' + fraction % 10);
        }
        return next;
    }
}
