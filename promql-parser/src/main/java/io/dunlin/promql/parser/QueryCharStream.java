package io.dunlin.promql.parser;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.misc.Interval;

/** The characters of a query for the lexer. Counts UTF-16 units, so that token positions are indices of the string. */
final class QueryCharStream implements CharStream {
    private final String query;
    private int index;

    QueryCharStream(String query) {
        this.query = query;
    }

    @Override
    public String getText(Interval interval) {
        return query.substring(interval.a, Math.min(interval.b + 1, query.length()));
    }

    @Override
    public void consume() {
        if (index >= query.length()) {
            throw new IllegalStateException("cannot consume the end of input, index=" + index);
        }
        index++;
    }

    @Override
    public int LA(int offset) {
        int at = offset > 0 ? index + offset - 1 : index + offset;
        return at < 0 || at >= query.length() ? IntStream.EOF : query.charAt(at);
    }

    @Override
    public int mark() {
        return -1;
    }

    @Override
    public void release(int marker) {
        // Everything stays in memory, so marks need no upkeep.
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public void seek(int newIndex) {
        index = newIndex;
    }

    @Override
    public int size() {
        return query.length();
    }

    @Override
    public String getSourceName() {
        return "query";
    }
}
