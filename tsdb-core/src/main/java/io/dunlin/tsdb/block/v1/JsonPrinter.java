package io.dunlin.tsdb.block.v1;

import java.util.List;
import java.util.Map;

/** Prints maps, lists, strings, whole numbers and booleans as JSON, indented with tabs as Go's encoder does. */
final class JsonPrinter {
    private JsonPrinter() {}

    /** Appends a value. */
    static void print(Object value, StringBuilder out) {
        print(value, 0, out);
    }

    private static void print(Object value, int depth, StringBuilder out) {
        if (value instanceof Map<?, ?> members) {
            printObject(members, depth, out);
        } else if (value instanceof List<?> items) {
            printArray(items, depth, out);
        } else if (value instanceof String text) {
            printString(text, out);
        } else {
            out.append(value);
        }
    }

    private static void printObject(Map<?, ?> members, int depth, StringBuilder out) {
        if (members.isEmpty()) {
            out.append("{}");
            return;
        }
        char before = '{';
        for (Map.Entry<?, ?> member : members.entrySet()) {
            out.append(before).append('\n').append("\t".repeat(depth + 1));
            printString((String) member.getKey(), out);
            out.append(": ");
            print(member.getValue(), depth + 1, out);
            before = ',';
        }
        out.append('\n').append("\t".repeat(depth)).append('}');
    }

    private static void printArray(List<?> items, int depth, StringBuilder out) {
        char before = '[';
        for (Object item : items) {
            out.append(before).append('\n').append("\t".repeat(depth + 1));
            print(item, depth + 1, out);
            before = ',';
        }
        out.append('\n').append("\t".repeat(depth)).append(']');
    }

    private static void printString(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
