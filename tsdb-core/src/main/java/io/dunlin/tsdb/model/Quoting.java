package io.dunlin.tsdb.model;

/** Prints label names and values as PromQL writes them. */
public final class Quoting {
    private Quoting() {}

    /** Appends a label name, quoted where it is not a plain identifier. */
    public static void appendLabelName(StringBuilder out, String name) {
        if (isPlainLabelName(name)) {
            out.append(name);
        } else {
            appendQuoted(out, name);
        }
    }

    /** Returns whether a name matches {@code [a-zA-Z_][a-zA-Z0-9_]*}. */
    public static boolean isPlainLabelName(String name) {
        if (name.isEmpty()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            if (!letter && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    /** Appends a double-quoted string with the escapes of Go's {@code strconv.Quote}. */
    public static void appendQuoted(StringBuilder out, String text) {
        out.append('"');
        text.codePoints().forEach(c -> appendEscaped(out, c));
        out.append('"');
    }

    private static void appendEscaped(StringBuilder out, int c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case 0x07 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case 0x0b -> out.append("\\v");
            default -> appendOther(out, c);
        }
    }

    private static void appendOther(StringBuilder out, int c) {
        if (isPrintable(c)) {
            out.appendCodePoint(c);
        } else if (c < 0x80) {
            out.append(String.format(java.util.Locale.ROOT, "\\x%02x", c));
        } else if (c < 0x10000) {
            out.append(String.format(java.util.Locale.ROOT, "\\u%04x", c));
        } else {
            out.append(String.format(java.util.Locale.ROOT, "\\U%08x", c));
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
