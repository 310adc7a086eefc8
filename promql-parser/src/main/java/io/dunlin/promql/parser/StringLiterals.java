package io.dunlin.promql.parser;

import io.dunlin.promql.text.EscapedUtf8;
import io.dunlin.promql.text.Quoting;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads quoted strings: escapes of Go between double or single quotes, none between backticks. Escapes may write single
 * bytes, so the value is gathered as UTF-8; {@link EscapedUtf8} says what becomes of bytes that are none.
 */
final class StringLiterals {
    private final String query;
    private final ByteArrayOutputStream value = new ByteArrayOutputStream();
    private int at;

    private StringLiterals(String query, int start) {
        this.query = query;
        this.at = start;
    }

    /**
     * Returns the value of the string whose opening quote stands at an index of the query.
     *
     * @throws IllegalArgumentException in Prometheus's words, when the string has no end or a bad escape
     */
    static String read(String query, int start) {
        int end = endOfPlain(query, start);
        return end < 0 ? new StringLiterals(query, start).read() : query.substring(start + 1, end);
    }

    /** Returns where a string ends that is as it is written, of ASCII without escapes, or -1 where it may be another. */
    private static int endOfPlain(String query, int start) {
        char quote = query.charAt(start);
        for (int at = start + 1; at < query.length(); at++) {
            char c = query.charAt(at);
            if (c == quote) {
                return at;
            }
            if (c == '\\' || c == '\n' || c >= 0x80) {
                return -1;
            }
        }
        return -1;
    }

    private String read() {
        char quote = query.charAt(at++);
        boolean raw = quote == '`';
        while (true) {
            int c = next(raw ? "unterminated raw string" : "unterminated quoted string");
            if (c == quote) {
                return EscapedUtf8.decode(value.toByteArray());
            }
            if (c == 0xFFFD || (c >= 0xD800 && c < 0xE000)) {
                throw new IllegalArgumentException("invalid UTF-8 rune");
            }
            if (c == '\n' && !raw) {
                throw new IllegalArgumentException("unterminated quoted string");
            }
            if (c == '\\' && !raw) {
                readEscape(quote);
            } else {
                append(c);
            }
        }
    }

    private int next(String otherwise) {
        if (at >= query.length()) {
            throw new IllegalArgumentException(otherwise);
        }
        int c = query.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    private void append(int codePoint) {
        if (codePoint < 0x80) {
            value.write(codePoint);
        } else {
            value.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void readEscape(char quote) {
        int c = next("escape sequence not terminated");
        int plain = "abfnrtv\\".indexOf(c);
        if (plain >= 0) {
            value.write("\u0007\b\f\n\r\t\u000b\\".charAt(plain));
        } else if (c == quote) {
            value.write(quote);
        } else if (c >= '0' && c <= '7') {
            value.write(number(c, 3, 8, 0xFF));
        } else if (c == 'x') {
            value.write(number(nextDigit(), 2, 16, 0xFF));
        } else if (c == 'u') {
            append(number(nextDigit(), 4, 16, Character.MAX_CODE_POINT));
        } else if (c == 'U') {
            append(number(nextDigit(), 8, 16, Character.MAX_CODE_POINT));
        } else {
            throw new IllegalArgumentException("unknown escape sequence " + Quoting.unicodeNotation(c));
        }
    }

    private int nextDigit() {
        return next("escape sequence not terminated");
    }

    private int number(int first, int digits, int radix, int max) {
        long number = 0;
        int c = first;
        for (int i = 0; i < digits; i++) {
            if (i > 0) {
                c = nextDigit();
            }
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                String shown = Quoting.unicodeNotation(c);
                throw new IllegalArgumentException("illegal character " + shown + " in escape sequence");
            }
            number = number * radix + digit;
        }
        if (number > max || (number >= 0xD800 && number < 0xE000)) {
            throw new IllegalArgumentException("escape sequence is an invalid Unicode code point");
        }
        return (int) number;
    }
}
