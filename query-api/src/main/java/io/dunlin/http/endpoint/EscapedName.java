package io.dunlin.http.endpoint;

/**
 * Names that are not plain identifiers, escaped for a URL path: {@code U__} in front, {@code __} for an underscore, and
 * {@code _hex_} for any other code point.
 */
final class EscapedName {
    private static final String PREFIX = "U__";
    private static final int MOST_HEX_DIGITS = 6;

    private EscapedName() {}

    /** Returns the name behind an escaped one; a name that is not escaped, or not rightly, stands for itself. */
    static String unescape(String name) {
        if (!name.startsWith(PREFIX)) {
            return name;
        }
        StringBuilder plain = new StringBuilder(name.length());
        int at = PREFIX.length();
        while (at < name.length()) {
            if (name.charAt(at) != '_') {
                plain.append(name.charAt(at++));
                continue;
            }
            int end = name.indexOf('_', at + 1);
            int codePoint = end < 0 ? -1 : codePoint(name, at + 1, end);
            if (codePoint < 0) {
                return name;
            }
            plain.appendCodePoint(codePoint);
            at = end + 1;
        }
        return plain.toString();
    }

    /** Returns the code point between two underscores, or -1 where there is none. */
    private static int codePoint(String name, int from, int to) {
        if (from == to) {
            return '_';
        }
        if (to - from > MOST_HEX_DIGITS) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = name.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
        return Character.isValidCodePoint(value) && !surrogate ? value : -1;
    }
}
