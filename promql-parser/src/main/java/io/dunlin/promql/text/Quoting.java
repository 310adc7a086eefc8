package io.dunlin.promql.text;

import java.util.Locale;

/** Quotes strings and characters as Go's {@code %q} does. */
public final class Quoting {
    private Quoting() {}

    /** Returns the string in double quotes, with escapes. */
    public static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2);
        appendQuoted(out, text);
        return out.toString();
    }

    /** Appends the string in double quotes, with escapes. */
    public static void appendQuoted(StringBuilder out, String text) {
        out.append('"');
        text.codePoints().forEach(c -> appendEscaped(out, c, '"'));
        out.append('"');
    }

    /** Returns the character in single quotes, with escapes. */
    public static String quoteCharacter(int codePoint) {
        StringBuilder out = new StringBuilder().append('\'');
        appendEscaped(out, codePoint, '\'');
        return out.append('\'').toString();
    }

    /** Returns the character as Go's {@code %#U} shows it: {@code U+0063 'c'}. */
    public static String unicodeNotation(int codePoint) {
        String number = String.format(Locale.ROOT, "U+%04X", codePoint);
        return isPrintable(codePoint) ? number + " '" + Character.toString(codePoint) + "'" : number;
    }

    /** Appends a label name, quoted where it is no plain identifier. */
    public static void appendLabelName(StringBuilder out, String name) {
        if (isPlainLabelName(name)) {
            out.append(name);
        } else {
            appendQuoted(out, name);
        }
    }

    private static boolean isPlainLabelName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            if (!letter && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static void appendEscaped(StringBuilder out, int c, char quote) {
        if (c == quote || c == '\\') {
            out.append('\\').append((char) c);
            return;
        }
        switch (c) {
            case 0x07 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case 0x0b -> out.append("\\v");
            default -> appendPlainOrNumber(out, c);
        }
    }

    private static void appendPlainOrNumber(StringBuilder out, int c) {
        if (isPrintable(c)) {
            out.appendCodePoint(c);
        } else if (EscapedUtf8.isEscapedByte(c)) {
            out.append(String.format(Locale.ROOT, "\\x%02x", c & 0xFF));
        } else if (c < 0x80) {
            out.append(String.format(Locale.ROOT, "\\x%02x", c));
        } else if (c < 0x10000) {
            out.append(String.format(Locale.ROOT, "\\u%04x", c));
        } else {
            out.append(String.format(Locale.ROOT, "\\U%08x", c));
        }
    }

    private static boolean isPrintable(int c) {
        if (c == ' ') {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }
}
