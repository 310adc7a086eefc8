package io.dunlin.promql.check;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Refuses regular expressions that would blow up: RE2 lets nested counts multiply to at most 1,000, as in
 * {@code (a{10}){100}}, and groups nest at most 1,000 deep; the library that compiles the expressions checks each count on
 * its own only. Those whose program would be too large are refused too: see {@link RegexWeight}.
 */
final class RegexLimits {
    private static final long MAX_REPEAT = 1000;
    private static final int MAX_NESTING = 1000;

    private final String regex;
    private final Deque<Group> outer = new ArrayDeque<>();
    /** The group being read. */
    private Group group = new Group(false);
    /** The product of counts inside the atom that was read last. */
    private long inAtom = 1;

    private RegexWeight atom = RegexWeight.NONE;
    private int at;

    /** What was read of a group. */
    private static final class Group {
        private final boolean captures;
        /** The largest product of counts. */
        private long repeats = 1;

        private RegexWeight weight = RegexWeight.NONE;

        Group(boolean captures) {
            this.captures = captures;
        }
    }

    private RegexLimits(String regex) {
        this.regex = regex;
    }

    /**
     * Checks the counts and the size of an expression.
     *
     * @throws IllegalArgumentException when counts multiply to more than 1,000 or groups nest too deeply, in RE2's words, or
     *     when it is too large
     */
    static void check(String regex) {
        RegexLimits limits = new RegexLimits(regex);
        limits.scan();
        while (!limits.outer.isEmpty()) {
            limits.closeGroup();
        }
        limits.group.weight.check();
    }

    private void scan() {
        while (at < regex.length()) {
            char c = regex.charAt(at);
            switch (c) {
                case '\\' -> skipEscape();
                case '[' -> skipClass();
                case '(' -> openGroup();
                case ')' -> {
                    closeGroup();
                    at++;
                }
                case '{' -> repeat();
                case '*', '+', '?' -> {
                    weigh(RegexWeight.BRANCH);
                    at++;
                }
                case '|' -> {
                    startAtom(at + 1, RegexWeight.NONE);
                    group.weight = group.weight.plus(RegexWeight.BRANCH);
                }
                default -> startAtom(at + 1, RegexWeight.STEP);
            }
        }
    }

    private void startAtom(int next, RegexWeight weight) {
        inAtom = 1;
        at = next;
        atom = RegexWeight.NONE;
        weigh(weight);
    }

    /** Adds to the last atom. */
    private void weigh(RegexWeight weight) {
        atom = atom.plus(weight);
        group.weight = group.weight.plus(weight);
    }

    private void skipEscape() {
        boolean quoted = regex.startsWith("\\Q", at);
        int end = quoted ? regex.indexOf("\\E", at) : -1;
        if (quoted) {
            int after = end < 0 ? regex.length() : end + 2;
            startAtom(after, RegexWeight.STEP.times(after - at));
        } else {
            startAtom(at + 2, isNamedClass(at) ? RegexWeight.NAMED_CLASS : RegexWeight.STEP);
        }
    }

    private boolean isNamedClass(int backslash) {
        return regex.startsWith("\\p", backslash) || regex.startsWith("\\P", backslash);
    }

    private void skipClass() {
        int i = at + 1;
        if (i < regex.length() && regex.charAt(i) == '^') {
            i++;
        }
        if (i < regex.length() && regex.charAt(i) == ']') {
            i++;
        }
        RegexWeight weight = RegexWeight.STEP;
        while (i < regex.length() && regex.charAt(i) != ']') {
            weight = weight.plus(isNamedClass(i) ? RegexWeight.NAMED_CLASS : RegexWeight.STEP);
            i += regex.charAt(i) == '\\' ? 2 : 1;
        }
        startAtom(i + 1, weight);
    }

    private void openGroup() {
        outer.push(group);
        if (outer.size() > MAX_NESTING) {
            throw new IllegalArgumentException("error parsing regexp: expression nests too deeply");
        }
        group = new Group(!regex.startsWith("(?", at) || regex.startsWith("(?P<", at) || regex.startsWith("(?<", at));
        startAtom(at + 1, RegexWeight.NONE);
    }

    private void closeGroup() {
        inAtom = group.repeats;
        if (outer.isEmpty()) {
            return;
        }
        Group closed = group;
        group = outer.pop();
        group.repeats = Math.max(group.repeats, closed.repeats);
        atom = RegexWeight.NONE;
        weigh(closed.captures ? closed.weight.plus(RegexWeight.GROUP) : closed.weight);
    }

    private void repeat() {
        int end = regex.indexOf('}', at);
        long count = end < 0 ? 0 : largestCount(regex.substring(at + 1, end));
        if (count <= 0) {
            startAtom(at + 1, RegexWeight.STEP);
            return;
        }
        inAtom *= count;
        if (inAtom > MAX_REPEAT) {
            throw new IllegalArgumentException(
                    "error parsing regexp: invalid repeat count: `" + regex.substring(at, end + 1) + "`");
        }
        group.repeats = Math.max(group.repeats, inAtom);
        boolean exact = regex.indexOf(',', at) < 0 || regex.indexOf(',', at) > end;
        weigh(atom.times(count - 1));
        weigh(RegexWeight.BRANCH.times(exact ? 0 : count));
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
