package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.WindowEdge;
import io.dunlin.promql.batch.WindowGrid;

/**
 * Which samples an {@code anchored} or {@code smoothed} window uses, out of those read for it. The first is the last one
 * at or before the window's start, where there is one; the last is the last one read, or, smoothed, the first at or
 * behind the window's end.
 */
final class ExtendedWindow {
    /** The left edge of the window in Unix milliseconds. */
    long start;
    /** The right edge of the window in Unix milliseconds. */
    long end;
    /** Whether values at the edges are interpolated. */
    boolean smoothed;
    /** Index of the first sample used. */
    int first;
    /** Index of the last sample used. */
    int last;

    /** Looks at the samples {@code [from, to)}; returns false where they say nothing about the window. */
    boolean locate(WindowGrid grid, int step, long[] times, int from, int to) {
        if (from >= to) {
            return false;
        }
        start = grid.start(step);
        end = grid.end(step);
        smoothed = grid.edge() == WindowEdge.SMOOTHED;
        last = to - 1;
        first = Math.max(from, search(times, from, last, start + 1) - 1);
        if (smoothed) {
            last = search(times, from, last, end);
        }
        return times[last] > start && !(smoothed && times[first] > end);
    }

    /** Returns the first index in {@code [from, to)} with a time at or after {@code time}, or {@code to}. */
    private static int search(long[] times, int from, int to, long time) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] >= time) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
