package io.dunlin.tsdb.index;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What can be said of an anchored regular expression without running it: that it matches exactly a small set of strings,
 * or any string, or that all it matches starts with a literal prefix or contains a literal. Everything not recognised is
 * only "some expression", which is always right and merely slower.
 */
public final class RegexShape {
    private static final int MOST_LITERALS = 4096;
    private static final String META = "\\.+*?()|[]{}^$";

    private final Set<String> literals;
    private final String prefix;
    private final String contained;
    private final boolean any;
    private final boolean anyNonEmpty;

    private RegexShape(Set<String> literals, String prefix, String contained, boolean any, boolean anyNonEmpty) {
        this.literals = literals;
        this.prefix = prefix;
        this.contained = contained;
        this.any = any;
        this.anyNonEmpty = anyNonEmpty;
    }

    /** Looks at an expression. */
    public static RegexShape of(String regex) {
        String body = stripAnchors(regex);
        if (body.equals(".*")) {
            return new RegexShape(null, "", "", true, false);
        }
        if (body.equals(".+")) {
            return new RegexShape(null, "", "", false, true);
        }
        Set<String> literals = new LinkedHashSet<>();
        if (expand(body, literals)) {
            return new RegexShape(literals, "", "", false, false);
        }
        String contained = containedLiteral(body);
        return new RegexShape(null, contained == null ? literalPrefix(body) : "", contained, false, false);
    }

    /** Returns the strings it matches, where they are a set; null otherwise. */
    public Set<String> literals() {
        return literals;
    }

    /** Returns what all matching strings start with; empty where unknown. */
    public String prefix() {
        return prefix;
    }

    /** Returns the literal of {@code .*literal.*}, which matches exactly the strings that contain it; null otherwise. */
    public String contained() {
        return contained;
    }

    /** Returns whether it is {@code .*}. */
    public boolean matchesAny() {
        return any;
    }

    /** Returns whether it is {@code .+}. */
    public boolean matchesAnyNonEmpty() {
        return anyNonEmpty;
    }

    private static String stripAnchors(String regex) {
        String body = regex.startsWith("^") ? regex.substring(1) : regex;
        boolean anchored = body.endsWith("$")
                && !body.endsWith("\\$")
                && topLevelParts(body).size() == 1;
        return anchored ? body.substring(0, body.length() - 1) : body;
    }

    /** Adds the strings of an alternation of literals, each of which may hold one group of alternatives. */
    private static boolean expand(String body, Set<String> into) {
        List<String> parts = topLevelParts(body);
        if (parts.isEmpty()) {
            return false;
        }
        for (String part : parts) {
            if (!expandPart(part, into) || into.size() > MOST_LITERALS) {
                return false;
            }
        }
        return true;
    }

    private static boolean expandPart(String part, Set<String> into) {
        int open = part.indexOf('(');
        if (open < 0 || (open > 0 && part.charAt(open - 1) == '\\')) {
            String literal = literal(part);
            if (literal != null) {
                into.add(literal);
            }
            return literal != null;
        }
        int close = closing(part, open);
        String before = literal(part.substring(0, open));
        String after = close < 0 ? null : literal(part.substring(close + 1));
        if (before == null || after == null) {
            return false;
        }
        String inner = part.substring(open + 1, close);
        Set<String> middle = new LinkedHashSet<>();
        if (!expand(inner.startsWith("?:") ? inner.substring(2) : inner, middle)) {
            return false;
        }
        middle.forEach(text -> into.add(before + text + after));
        return true;
    }

    /** Splits at bars outside groups; empty where the nesting is not understood (classes, flags). */
    private static List<String> topLevelParts(String body) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[') {
                return List.of();
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == '|' && depth == 0) {
                parts.add(body.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(body.substring(Math.min(start, body.length())));
        return depth == 0 ? parts : List.of();
    }

    private static int closing(String part, int open) {
        int depth = 0;
        for (int i = open; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the text that a pattern without operators stands for, or null where it has an operator. */
    private static String literal(String pattern) {
        StringBuilder text = new StringBuilder(pattern.length());
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                if (i + 1 == pattern.length()
                        || META.indexOf(pattern.charAt(i + 1)) < 0 && pattern.charAt(i + 1) != '-') {
                    return null;
                }
                text.append(pattern.charAt(++i));
            } else if (META.indexOf(c) >= 0) {
                return null;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static String containedLiteral(String body) {
        if (body.length() < 5 || !body.startsWith(".*") || !body.endsWith(".*")) {
            return null;
        }
        return literal(body.substring(2, body.length() - 2));
    }

    /** The literal characters before the first operator; none where there is an alternation. */
    private static String literalPrefix(String body) {
        if (topLevelParts(body).size() != 1) {
            return "";
        }
        int end = 0;
        while (end < body.length() && META.indexOf(body.charAt(end)) < 0) {
            end++;
        }
        boolean repeated = end < body.length() && "*?{".indexOf(body.charAt(end)) >= 0;
        if (repeated && end > 0) {
            end = body.offsetByCodePoints(end, -1);
        }
        return body.substring(0, end);
    }
}
