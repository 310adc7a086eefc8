package io.dunlin.promql.parser;

import io.dunlin.promql.function.AggregationOp;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.promql.grammar.PromqlLexer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/** Guesses the word that was meant by a misspelt one. */
final class Suggestions {
    private static final List<String> CALLABLE = new ArrayList<>();

    /** Words that may follow an expression. */
    private static final List<String> KEYWORDS = List.of(
            "and",
            "anchored",
            "atan2",
            "bool",
            "by",
            "group_left",
            "group_right",
            "ignoring",
            "offset",
            "on",
            "or",
            "smoothed",
            "unless",
            "without");

    static {
        for (PromqlFunction function : PromqlFunction.values()) {
            CALLABLE.add(function.promqlName());
        }
        for (AggregationOp op : AggregationOp.values()) {
            CALLABLE.add(op.promqlName());
        }
    }

    private Suggestions() {}

    /** Returns {@code ", did you mean …?"} for a function that does not exist, empty when nothing is near. */
    static String forFunction(String name) {
        return suggest(name, CALLABLE);
    }

    /** Returns {@code ", did you mean …?"} for an identifier where a keyword could stand, empty when nothing is near. */
    static String forWord(Token token) {
        return token.getType() == PromqlLexer.IDENTIFIER ? suggest(token.getText(), KEYWORDS) : "";
    }

    private static String suggest(String word, List<String> candidates) {
        return nearest(word.toLowerCase(Locale.ROOT), candidates)
                .map(known -> ", did you mean \"" + known + "\"?")
                .orElse("");
    }

    /** Returns the candidate that is the fewest changes away; among equals the one that starts most like the word. */
    private static Optional<String> nearest(String word, List<String> candidates) {
        int allowed = word.length() < 3 ? 0 : word.length() < 6 ? 1 : 2;
        return candidates.stream()
                .filter(candidate -> distance(word, candidate, allowed) <= allowed)
                .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate, allowed))
                        .thenComparingInt(candidate -> -sharedPrefix(word, candidate)));
    }

    private static int sharedPrefix(String a, String b) {
        int length = 0;
        while (length < a.length() && length < b.length() && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        return length;
    }

    /**
     * Returns the number of letters to insert, delete, replace or swap with their neighbour (optimal string alignment), or
     * more than the limit when it is more than the limit.
     */
    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) > limit) {
            return limit + 1;
        }
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = cost(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cost(int[][] cost, String a, String b, int i, int j) {
        if (i == 0 || j == 0) {
            return i + j;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        best = Math.min(best, cost[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
