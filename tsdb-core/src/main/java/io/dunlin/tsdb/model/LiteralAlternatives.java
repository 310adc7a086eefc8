package io.dunlin.tsdb.model;

import java.util.HashSet;
import java.util.Set;

/**
 * Reads regular expressions that are only literals separated by bars, in one group or none, as dashboards make them of all
 * the values that were ticked: a set answers them at once, where the time to compile them grows with the square of their
 * number.
 */
final class LiteralAlternatives {
    private static final String META = "\\.+*?()|[]{}^$";

    private LiteralAlternatives() {}

    /** Returns the strings that an anchored expression matches, or null where it is more than literal alternatives. */
    static Set<String> of(String regex) {
        int start = regex.startsWith("(?:") ? 3 : regex.startsWith("(") ? 1 : 0;
        boolean grouped = start > 0 && regex.endsWith(")");
        if (start > 0 && !grouped) {
            return null;
        }
        int end = grouped ? regex.length() - 1 : regex.length();
        Set<String> literals = new HashSet<>();
        StringBuilder literal = new StringBuilder();
        for (int at = start; at < end; at++) {
            char c = regex.charAt(at);
            if (c == '|') {
                literals.add(literal.toString());
                literal.setLength(0);
            } else if (c == '\\' && at + 1 < end && isPunctuation(regex.charAt(at + 1))) {
                literal.append(regex.charAt(++at));
            } else if (META.indexOf(c) < 0) {
                literal.append(c);
            } else {
                return null;
            }
        }
        literals.add(literal.toString());
        return literals;
    }

    /** An escaped letter or digit has a meaning of its own. */
    private static boolean isPunctuation(char c) {
        return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
    }
}
