package io.dunlin.compaction;

import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.block.SymbolCursor;
import io.dunlin.tsdb.block.v1.BlockWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The first pass of a merge: one sorted symbol table from those of all sources. */
final class SymbolMerge {
    private SymbolMerge() {}

    /**
     * Writes the union of all symbols and notes for each source what became of its own.
     *
     * @param numbers one for each source, in the same order
     */
    static void run(List<SeriesSource> sources, List<SymbolNumbers> numbers, BlockWriter writer) throws IOException {
        List<Head> heads = new ArrayList<>();
        try {
            for (int i = 0; i < sources.size(); i++) {
                Head head = new Head(sources.get(i).symbols(), numbers.get(i));
                heads.add(head);
            }
            heads.forEach(Head::advance);
            Head least = least(heads);
            while (least != null) {
                number(heads, least, writer.addSymbol(least.cursor.bytes(), least.cursor.length()));
                least = least(heads);
            }
        } finally {
            heads.forEach(Head::close);
        }
    }

    /** Notes the number of a symbol for all that have it. Its bytes belong to one of them, so that one moves on last. */
    private static void number(List<Head> heads, Head owner, int merged) throws IOException {
        for (Head head : heads) {
            if (head != owner && head.compare(owner) == 0) {
                head.number(merged);
            }
        }
        owner.number(merged);
    }

    private static Head least(List<Head> heads) {
        Head least = null;
        for (Head head : heads) {
            if (!head.ended && (least == null || head.compare(least) < 0)) {
                least = head;
            }
        }
        return least;
    }

    /** The next symbol of one source. */
    private static final class Head {
        private final SymbolCursor cursor;
        private final SymbolNumbers numbers;
        private boolean ended;

        Head(SymbolCursor cursor, SymbolNumbers numbers) {
            this.cursor = cursor;
            this.numbers = numbers;
        }

        void advance() {
            ended = !cursor.next();
        }

        void number(int merged) throws IOException {
            numbers.add(merged);
            advance();
        }

        /** Compares two symbols in byte order; one that has ended is after all others. */
        int compare(Head other) {
            if (ended || other.ended) {
                return Boolean.compare(ended, other.ended);
            }
            return Arrays.compareUnsigned(
                    cursor.bytes(), 0, cursor.length(), other.cursor.bytes(), 0, other.cursor.length());
        }

        void close() {
            cursor.close();
        }
    }
}
