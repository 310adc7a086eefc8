package io.dunlin.promql.check;

/**
 * How large the program of a regular expression is, or of a part of it.
 *
 * <p>The library that runs the expressions follows alternatives and repetitions by recursion, so their number is a depth of
 * the stack; and each place in the program at which a match may stand has an array with the bounds of all groups, so steps
 * times groups is memory.
 *
 * @param steps instructions that read a character, weighted by the memory that a class of characters takes
 * @param branches alternatives and repetitions
 * @param groups groups that capture
 */
record RegexWeight(long steps, long branches, long groups) {
    static final RegexWeight NONE = new RegexWeight(0, 0, 0);
    static final RegexWeight STEP = new RegexWeight(1, 0, 0);
    static final RegexWeight BRANCH = new RegexWeight(0, 1, 0);
    static final RegexWeight GROUP = new RegexWeight(0, 0, 1);

    /** A class by name has hundreds of ranges. */
    static final RegexWeight NAMED_CLASS = new RegexWeight(1_000, 0, 0);

    /** Half of what fits a stack of 1 MiB before anything is compiled to machine code. */
    private static final long MOST_BRANCHES = 3_000;

    /** Some 16 MiB. */
    private static final long MOST_STEPS_AND_GROUPS = 500_000;

    RegexWeight plus(RegexWeight other) {
        return new RegexWeight(steps + other.steps, branches + other.branches, groups + other.groups);
    }

    RegexWeight times(long count) {
        return new RegexWeight(steps * count, branches * count, groups * count);
    }

    /**
     * Checks the weight of a whole expression.
     *
     * @throws IllegalArgumentException when it is too large
     */
    void check() {
        require("repetitions and alternatives", branches + groups, MOST_BRANCHES);
        require("steps and groups", (steps + branches) * (1 + groups), MOST_STEPS_AND_GROUPS);
    }

    private static void require(String what, long weight, long limit) {
        if (weight > limit) {
            throw new IllegalArgumentException("error parsing regexp: expression is too large: " + what + "=" + weight
                    + ", limit=" + limit + ", which is fixed; alternatives that are all literals have no limit");
        }
    }
}
