package io.dunlin.promql.ast;

/**
 * Where a node stands in its query: UTF-16 indices, start inclusive, end exclusive. A span is a note on a node and no part
 * of its meaning, so any two spans are equal; that lets records that hold one compare by what they say. Compare
 * {@link #start} and {@link #end} to compare places.
 */
public final class Span {
    /** The span of a node that was never written. */
    public static final Span NONE = new Span(0, 0);

    private final int start;
    private final int end;

    /** Makes the span from start (inclusive) to end (exclusive). */
    public Span(int start, int end) {
        this.start = start;
        this.end = end;
    }

    /** Returns the index of the first character. */
    public int start() {
        return start;
    }

    /** Returns the index behind the last character. */
    public int end() {
        return end;
    }

    /** Returns the span from the start of this one to the end of a later one. */
    public Span to(Span last) {
        return new Span(start, last.end);
    }

    /**
     * Returns where the span starts as {@code line:column}, both from 1; columns count bytes of UTF-8, as Prometheus's do.
     * Annotations and parse errors show it.
     */
    public String position(String query) {
        if (query.isEmpty()) {
            return "unknown position";
        }
        if (start < 0 || start > query.length()) {
            return "invalid position";
        }
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < start; i++) {
            if (query.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return line + ":" + (utf8Length(query, lineStart, start) + 1);
    }

    /** Returns the span as {@code start:end}, both byte offsets in the query's UTF-8 form, from 0. */
    public String byteRange(String query) {
        return utf8Length(query, 0, start) + ":" + utf8Length(query, 0, end);
    }

    private static int utf8Length(String text, int from, int to) {
        int length = 0;
        for (int i = from; i < to; ) {
            int c = text.codePointAt(i);
            length += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            i += Character.charCount(c);
        }
        return length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Span;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return start + ".." + end;
    }
}
