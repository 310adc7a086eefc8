package io.dunlin.promql.number;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Prints doubles in the forms of Go's {@code strconv.FormatFloat(v, form, -1, 64)}, in ASCII and without allocation.
 * Infinities are {@code +Inf} and {@code -Inf}, every NaN is {@code NaN}, and zero keeps its sign. Not thread-safe: one
 * instance a thread or a writer.
 */
public final class GoFloatFormat {
    /** Room for the longest text of any form: a sign, "0." and 324 digits. */
    public static final int MAX_LENGTH = 352;

    private static final double JSON_SMALLEST_FIXED = 1e-6;
    private static final double JSON_SMALLEST_EXPONENT = 1e21;
    private static final int GENERAL_SMALLEST_FIXED = -4;
    private static final int GENERAL_SMALLEST_EXPONENT = 6;
    private static final int MAX_DIGITS = 17;

    private final ShortestDecimal decimal = new ShortestDecimal();
    private final byte[] digits = new byte[MAX_DIGITS];

    /** Returns a number in the form {@code 'f'}: never an exponent. */
    public static String fixed(double value) {
        byte[] out = new byte[MAX_LENGTH];
        return text(out, new GoFloatFormat().fixed(value, out, 0));
    }

    /** Returns a number as the Prometheus API writes sample values; see {@link #sample(double, byte[], int)}. */
    public static String sample(double value) {
        byte[] out = new byte[MAX_LENGTH];
        return text(out, new GoFloatFormat().sample(value, out, 0));
    }

    /** Returns a number in the form {@code 'g'}; see {@link #general(double, byte[], int)}. */
    public static String general(double value) {
        byte[] out = new byte[MAX_LENGTH];
        return text(out, new GoFloatFormat().general(value, out, 0));
    }

    private static String text(byte[] out, int end) {
        return new String(out, 0, end, StandardCharsets.US_ASCII);
    }

    /**
     * Writes a number in the form {@code 'f'}.
     *
     * @param out has {@link #MAX_LENGTH} bytes of room from {@code at} on
     * @return the index behind the last byte
     */
    public int fixed(double value, byte[] out, int at) {
        if (isSpecial(value)) {
            return special(value, out, at);
        }
        decimal.set(Math.abs(value));
        return writeFixed(out, sign(value, out, at), loadDigits());
    }

    /** As {@link #fixed}, but {@code 'e'} below 1e-6 and from 1e21 on, as sample values are written in JSON. */
    public int sample(double value, byte[] out, int at) {
        if (isSpecial(value)) {
            return special(value, out, at);
        }
        double size = Math.abs(value);
        decimal.set(size);
        int start = sign(value, out, at);
        boolean exponent = size < JSON_SMALLEST_FIXED || size >= JSON_SMALLEST_EXPONENT;
        int count = loadDigits();
        return exponent ? writeExponent(out, start, count) : writeFixed(out, start, count);
    }

    /** As {@link #fixed}, but in the form {@code 'g'}: {@code 'e'} below 1e-4 and from 1e6 on. */
    public int general(double value, byte[] out, int at) {
        if (isSpecial(value)) {
            return special(value, out, at);
        }
        decimal.set(Math.abs(value));
        int start = sign(value, out, at);
        int count = loadDigits();
        int power = decimal.exponent() + count - 1;
        boolean exponent = power < GENERAL_SMALLEST_FIXED || power >= GENERAL_SMALLEST_EXPONENT;
        return exponent ? writeExponent(out, start, count) : writeFixed(out, start, count);
    }

    private static boolean isSpecial(double value) {
        return value == 0 || !Double.isFinite(value);
    }

    private static int special(double value, byte[] out, int at) {
        if (value == 0) {
            int next = sign(value, out, at);
            out[next] = '0';
            return next + 1;
        }
        String name = Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        int next = at;
        for (int i = 0; i < name.length(); i++) {
            out[next++] = (byte) name.charAt(i);
        }
        return next;
    }

    private static int sign(double value, byte[] out, int at) {
        if (Double.doubleToRawLongBits(value) < 0) {
            out[at] = '-';
            return at + 1;
        }
        return at;
    }

    /** Spreads the decimal's digits over {@link #digits}, most significant first, and returns their count. */
    private int loadDigits() {
        return Digits.write(decimal.digits(), digits, 0);
    }

    private int writeFixed(byte[] out, int at, int count) {
        int integerDigits = count + decimal.exponent();
        int next = at;
        if (integerDigits <= 0) {
            out[next++] = '0';
            out[next++] = '.';
            next = zeros(out, next, -integerDigits);
            return copyDigits(out, next, 0, count);
        }
        next = copyDigits(out, next, 0, Math.min(count, integerDigits));
        if (integerDigits >= count) {
            return zeros(out, next, integerDigits - count);
        }
        out[next++] = '.';
        return copyDigits(out, next, integerDigits, count);
    }

    /** Writes d.ddde±dd with at least two digits of exponent. */
    private int writeExponent(byte[] out, int at, int count) {
        int next = copyDigits(out, at, 0, 1);
        if (count > 1) {
            out[next++] = '.';
            next = copyDigits(out, next, 1, count);
        }
        int power = decimal.exponent() + count - 1;
        out[next++] = 'e';
        out[next++] = (byte) (power < 0 ? '-' : '+');
        int size = Math.abs(power);
        if (size >= 100) {
            out[next++] = (byte) ('0' + size / 100);
        }
        out[next++] = (byte) ('0' + size / 10 % 10);
        out[next++] = (byte) ('0' + size % 10);
        return next;
    }

    private int copyDigits(byte[] out, int at, int from, int to) {
        System.arraycopy(digits, from, out, at, to - from);
        return at + to - from;
    }

    private static int zeros(byte[] out, int at, int count) {
        Arrays.fill(out, at, at + count, (byte) '0');
        return at + count;
    }
}
