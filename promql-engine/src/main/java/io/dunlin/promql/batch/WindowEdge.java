package io.dunlin.promql.batch;

/** How a range selector treats the edges of its window. */
public enum WindowEdge {
    /** Only samples inside count; rates extrapolate. */
    PLAIN(""),
    /** {@code anchored}: the last sample at or before an edge stands for the edge. */
    ANCHORED("anchored"),
    /** {@code smoothed}: the value at an edge is interpolated between its neighbours. */
    SMOOTHED("smoothed");

    private final String keyword;

    WindowEdge(String keyword) {
        this.keyword = keyword;
    }

    /** Returns the modifier as PromQL writes it, empty for none. */
    public String keyword() {
        return keyword;
    }
}
