package io.dunlin.promql.ast;

/** How a selector treats the ends of its range. */
public enum RangeMode {
    /** The samples inside the range, extrapolated where the function says so. */
    PLAIN(""),
    /** With the last sample at or before the start of the range. */
    ANCHORED("anchored"),
    /** With values interpolated at both ends of the range. */
    SMOOTHED("smoothed");

    private final String keyword;

    RangeMode(String keyword) {
        this.keyword = keyword;
    }

    /** Returns the keyword as PromQL writes it, empty for {@link #PLAIN}. */
    public String keyword() {
        return keyword;
    }
}
