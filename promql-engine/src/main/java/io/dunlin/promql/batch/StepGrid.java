package io.dunlin.promql.batch;

import java.util.Arrays;

/**
 * The evaluation times of a query or subquery: {@code start, start + step, … <= end}, in Unix milliseconds. An instant
 * query is a grid of one time. Immutable.
 *
 * @param start the first evaluation time
 * @param end the bound of the last evaluation time, inclusive; need not be on the grid
 * @param step the distance of evaluation times in milliseconds, greater than 0
 */
public record StepGrid(long start, long end, long step) {
    /** Checks the step. */
    public StepGrid {
        if (step <= 0) {
            throw new IllegalArgumentException("the step must be positive: step=" + step);
        }
    }

    /** Returns the grid of one evaluation time. */
    public static StepGrid instant(long time) {
        return new StepGrid(time, time, 1);
    }

    /** Returns the number of evaluation times; 0 where {@code end < start}. It must be known to fit into an array. */
    public int count() {
        return Math.toIntExact(size());
    }

    /** Returns the number of evaluation times, however many. */
    public long size() {
        return end < start ? 0 : (end - start) / step + 1;
    }

    /** Returns one evaluation time in Unix milliseconds. */
    public long time(int index) {
        return start + index * step;
    }

    /** Returns the last evaluation time: {@code end} rounded down to the grid. */
    public long last() {
        return time(count() - 1);
    }

    /** Returns whether there is exactly one evaluation time. */
    public boolean isInstant() {
        return start == end;
    }

    /** Returns all evaluation times in a new array. */
    public long[] times() {
        long[] times = new long[count()];
        Arrays.setAll(times, this::time);
        return times;
    }
}
