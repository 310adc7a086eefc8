package io.dunlin.promql.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses the word that was meant by a misspelt one. */
public final class NearestWord {
    private NearestWord() {}

    /**
     * Returns the candidate that is the fewest changes away, or nothing where all are more than two away (one for words of three
     * to five letters); among equals the one that starts most like the word.
     */
    public static Optional<String> among(Collection<String> candidates, String word) {
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
