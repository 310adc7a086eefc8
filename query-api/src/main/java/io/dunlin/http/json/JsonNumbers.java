package io.dunlin.http.json;

/** Prints integers and timestamps into a byte array. Each method returns the index behind the last byte. */
final class JsonNumbers {
    /** Room for any timestamp: a sign, 16 digits of seconds, a point and 3 decimals. */
    static final int LONGEST_TIMESTAMP = 24;

    private static final int MILLIS = 1000;

    private JsonNumbers() {}

    /** Prints an integer, up to 20 bytes. */
    static int integer(long value, byte[] out, int at) {
        // Counts on the negative side, where Long.MIN_VALUE has no special case.
        long rest = value > 0 ? -value : value;
        int length = value < 0 ? 2 : 1;
        for (long scan = rest; scan <= -10; scan /= 10) {
            length++;
        }
        int end = at + length;
        int next = end;
        do {
            long quotient = rest / 10;
            out[--next] = (byte) ('0' - (rest - quotient * 10));
            rest = quotient;
        } while (rest != 0);
        if (value < 0) {
            out[at] = '-';
        }
        return end;
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
