package io.dunlin.promql.operator;

import io.dunlin.promql.batch.WindowEdge;
import io.dunlin.promql.batch.WindowGrid;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.Arrays;

/**
 * The samples of an {@code anchored} or {@code smoothed} range vector that is itself a result: those inside the window, and
 * one at each edge that stands for what was there.
 *
 * @param times their times
 * @param values their values
 */
record EdgeSamples(long[] times, double[] values) {
    private static final EdgeSamples NONE = new EdgeSamples(new long[0], new double[0]);

    /** Makes the samples from the floats {@code [from, to)}, at least one, that were read for the first window. */
    static EdgeSamples of(SampleBuffer samples, int from, int to, WindowGrid grid) {
        long[] t = samples.times();
        double[] v = samples.values();
        long start = grid.start(0);
        long end = grid.end(0);
        boolean smoothed = grid.edge() == WindowEdge.SMOOTHED;
        int last = to - 1;
        int first = Math.max(from, firstAtOrAfter(t, from, last, start + 1) - 1);
        if (smoothed) {
            last = firstAtOrAfter(t, from, last, end);
        }
        if (t[last] <= start) {
            return NONE;
        }
        double left = smoothed && t[first] < start ? between(t, v, first, start) : v[first];
        double right = smoothed && last > from && t[last] > end ? between(t, v, last - 1, end) : v[last];
        int inner = t[first] <= start ? first + 1 : first;
        int innerEnd = t[last] >= end ? last : last + 1;
        int count = Math.max(0, innerEnd - inner);
        long[] times = new long[count + 2];
        double[] values = new double[count + 2];
        System.arraycopy(t, inner, times, 1, count);
        System.arraycopy(v, inner, values, 1, count);
        times[0] = start;
        values[0] = left;
        times[count + 1] = end;
        values[count + 1] = right;
        return new EdgeSamples(times, values);
    }

    private static int firstAtOrAfter(long[] times, int from, int to, long time) {
        int found = Arrays.binarySearch(times, from, to, time);
        return found >= 0 ? found : -found - 1;
    }

    private static double between(long[] t, double[] v, int before, long time) {
        return v[before]
                + (v[before + 1] - v[before]) * (double) (time - t[before]) / (double) (t[before + 1] - t[before]);
    }
}
