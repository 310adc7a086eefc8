package io.dunlin.promql.plan;

/**
 * From when a selector or subquery reads: {@code time − offset}, where the time is the evaluation time, or {@code at}
 * where it is fixed. Milliseconds.
 */
public record TimeShift(long offset, boolean fixed, long at) {
    String describe() {
        return (fixed ? " @ " + at + "ms" : "") + (offset == 0 ? "" : " offset " + offset + "ms");
    }
}
