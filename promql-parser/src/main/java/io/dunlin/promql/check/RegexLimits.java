package io.dunlin.promql.check;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Refuses regular expressions that would blow up: RE2 lets nested counts multiply to at most 1,000, as in
 * {@code (a{10}){100}}, and groups nest at most 1,000 deep. The library that compiles the expressions checks each count on
 * its own only.
 */
final class RegexLimits {
    private static final long MAX_REPEAT = 1000;
    private static final int MAX_NESTING = 1000;

    private final String regex;
    private final Deque<Long> outer = new ArrayDeque<>();
    /** The largest product of counts inside the group being read. */
    private long inGroup = 1;
    /** The same for the atom that was read last. */
    private long inAtom = 1;

    private int at;

    private RegexLimits(String regex) {
        this.regex = regex;
    }

    /**
     * Checks the counts of an expression.
     *
     * @throws IllegalArgumentException in RE2's words, when they multiply to more than 1,000 or groups nest too deeply
     */
    static void check(String regex) {
        new RegexLimits(regex).scan();
    }

    private void scan() {
        while (at < regex.length()) {
            char c = regex.charAt(at);
            switch (c) {
                case '\\' -> skipEscape();
                case '[' -> skipClass();
                case '(' -> openGroup();
                case ')' -> closeGroup();
                case '{' -> repeat();
                case '*', '+', '?' -> at++;
                default -> startAtom(at + 1);
            }
        }
    }

    private void startAtom(int next) {
        inAtom = 1;
        at = next;
    }

    private void skipEscape() {
        boolean quoted = regex.startsWith("\\Q", at);
        int end = quoted ? regex.indexOf("\\E", at) : -1;
        if (quoted) {
            startAtom(end < 0 ? regex.length() : end + 2);
        } else {
            startAtom(at + 2);
        }
    }

    private void skipClass() {
        int i = at + 1;
        if (i < regex.length() && regex.charAt(i) == '^') {
            i++;
        }
        if (i < regex.length() && regex.charAt(i) == ']') {
            i++;
        }
        while (i < regex.length() && regex.charAt(i) != ']') {
            i += regex.charAt(i) == '\\' ? 2 : 1;
        }
        startAtom(i + 1);
    }

    private void openGroup() {
        outer.push(inGroup);
        if (outer.size() > MAX_NESTING) {
            throw new IllegalArgumentException("error parsing regexp: expression nests too deeply");
        }
        inGroup = 1;
        startAtom(at + 1);
    }

    private void closeGroup() {
        inAtom = inGroup;
        if (!outer.isEmpty()) {
            inGroup = Math.max(outer.pop(), inGroup);
        }
        at++;
    }

    private void repeat() {
        int end = regex.indexOf('}', at);
        long count = end < 0 ? 0 : largestCount(regex.substring(at + 1, end));
        if (count <= 0) {
            startAtom(at + 1);
            return;
        }
        inAtom *= count;
        if (inAtom > MAX_REPEAT) {
            throw new IllegalArgumentException(
                    "error parsing regexp: invalid repeat count: `" + regex.substring(at, end + 1) + "`");
        }
        inGroup = Math.max(inGroup, inAtom);
        at = end + 1;
    }

    /** Returns the larger count of {@code n}, {@code n,} or {@code n,m}, or 0 when the text is none of them. */
    private static long largestCount(String counts) {
        if (!counts.matches("[0-9]{1,9}(,[0-9]{0,9})?")) {
            return 0;
        }
        long largest = 0;
        for (String count : counts.split(",")) {
            largest = Math.max(largest, Long.parseLong(count));
        }
        return largest;
    }
}
