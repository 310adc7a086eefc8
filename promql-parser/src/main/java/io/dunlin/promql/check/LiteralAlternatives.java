package io.dunlin.promql.check;

/**
 * Recognises regular expressions that are only literals separated by bars, in one group or none, as dashboards make them of
 * all the values that were ticked. They need no compiler, whose time grows with the square of their number.
 */
final class LiteralAlternatives {
    private static final String META = "\\.+*?()|[]{}^$";

    private final boolean literal;
    private final boolean matchesEmpty;

    private LiteralAlternatives(boolean literal, boolean matchesEmpty) {
        this.literal = literal;
        this.matchesEmpty = matchesEmpty;
    }

    /** Looks at an expression, in time that grows with its length. */
    static LiteralAlternatives of(String regex) {
        int start = regex.startsWith("(?:") ? 3 : regex.startsWith("(") ? 1 : 0;
        int end = start > 0 && regex.endsWith(")") ? regex.length() - 1 : regex.length();
        boolean literal = start == 0 || end < regex.length();
        boolean empty = false;
        int part = start;
        int at = start;
        while (literal && at < end) {
            char c = regex.charAt(at);
            if (c == '|') {
                empty |= part == at;
                part = at + 1;
            } else if (c == '\\') {
                at++;
                literal = at < end && isPunctuation(regex.charAt(at));
            } else {
                literal = META.indexOf(c) < 0;
            }
            at++;
        }
        return new LiteralAlternatives(literal, literal && (empty || part == end));
    }

    /** An escaped letter or digit has a meaning of its own. */
    private static boolean isPunctuation(char c) {
        return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
    }

    /** Returns whether the expression is nothing but literals. */
    boolean areAll() {
        return literal;
    }

    /** Returns whether they are all literals and one of them is empty. */
    boolean matchEmpty() {
        return matchesEmpty;
    }
}
