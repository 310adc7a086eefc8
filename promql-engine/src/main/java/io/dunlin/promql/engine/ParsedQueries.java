package io.dunlin.promql.engine;

import io.dunlin.promql.ast.Expr;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The trees of queries that were asked again: dashboards and rules ask the same texts all day long, and to read one takes a
 * quarter of a small query's time. A text is kept when it comes for the second time, so that those that come once leave nothing
 * behind. What was used longest ago goes first. Thread-safe.
 */
final class ParsedQueries {
    /** How many characters all texts have at most; a tree takes some 20 bytes a character. */
    private static final int MOST_CHARACTERS = 1 << 16;

    /** Longer texts are not kept. */
    private static final int LONGEST = MOST_CHARACTERS / 8;

    private static final int SEEN = 1 << 10;

    private final Map<String, Expr> trees = new LinkedHashMap<>(16, 0.75f, true);
    private int characters;

    /** The hashes of texts that came before, each at the place that its lower bits say. */
    private final int[] seen = new int[SEEN];

    /**
     * Returns the tree of a query.
     *
     * @param parser reads a query that is not known; what it throws goes on to the caller, and nothing is kept
     */
    Expr get(String query, Function<String, Expr> parser) {
        Expr known = find(query);
        if (known != null) {
            return known;
        }
        Expr parsed = parser.apply(query);
        keep(query, parsed);
        return parsed;
    }

    private synchronized Expr find(String query) {
        return trees.get(query);
    }

    private synchronized void keep(String query, Expr parsed) {
        int hash = query.hashCode();
        int place = hash & SEEN - 1;
        if (seen[place] != hash) {
            seen[place] = hash;
            return;
        }
        if (query.length() > LONGEST || trees.putIfAbsent(query, parsed) != null) {
            return;
        }
        characters += query.length();
        Iterator<String> oldest = trees.keySet().iterator();
        while (characters > MOST_CHARACTERS) {
            characters -= oldest.next().length();
            oldest.remove();
        }
    }

    /** Returns how many queries are kept. */
    synchronized int size() {
        return trees.size();
    }
}
