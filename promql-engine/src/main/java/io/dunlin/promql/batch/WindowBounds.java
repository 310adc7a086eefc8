package io.dunlin.promql.batch;

import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.Arrays;

/**
 * For one series, which samples each step's window holds, as index ranges into its {@link SampleBuffer}. Series scraped
 * together have equal times, so the ranges are kept while the times stay the same: {@link #generation()} tells a kernel
 * whether what it derived from times alone (extrapolation, interpolation weights) still holds. Used by one thread.
 */
public final class WindowBounds {
    private final WindowGrid grid;
    private final int[] first;
    private final int[] end;
    private long[] times = new long[0];
    private int size = -1;
    private long generation;

    /** Makes bounds for the windows of a grid; {@link #locate} fills them. */
    public WindowBounds(WindowGrid grid) {
        this.grid = grid;
        this.first = new int[grid.count()];
        this.end = new int[grid.count()];
    }

    /** Finds the windows' samples; does nothing where the times equal those of the call before. */
    public void locate(SampleBuffer samples) {
        if (samples.size() == size && Arrays.equals(samples.times(), 0, size, times, 0, size)) {
            return;
        }
        remember(samples);
        if (grid.fixed()) {
            locateFixed();
        } else {
            locateSliding();
        }
    }

    private void remember(SampleBuffer samples) {
        size = samples.size();
        if (times.length < size) {
            times = new long[samples.times().length];
        }
        System.arraycopy(samples.times(), 0, times, 0, size);
        generation++;
    }

    private void locateSliding() {
        int low = 0;
        int high = 0;
        for (int step = 0; step < first.length; step++) {
            long after = grid.readAfter(step);
            long upTo = grid.readUpTo(step);
            while (low < size && times[low] <= after) {
                low++;
            }
            while (high < size && times[high] <= upTo) {
                high++;
            }
            first[step] = low;
            end[step] = Math.max(low, high);
        }
    }

    private void locateFixed() {
        int low = indexAfter(grid.readAfter(0));
        Arrays.fill(first, low);
        Arrays.fill(end, Math.max(low, indexAfter(grid.readUpTo(0))));
    }

    private int indexAfter(long time) {
        int found = Arrays.binarySearch(times, 0, size, time);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** Returns the windows. */
    public WindowGrid grid() {
        return grid;
    }

    /** Returns the number of steps. */
    public int count() {
        return first.length;
    }

    /** Returns, for each step, the index of the first sample read. Read it only. */
    public int[] first() {
        return first;
    }

    /** Returns, for each step, the index behind the last sample read; equal to {@link #first()} for none. Read it only. */
    public int[] end() {
        return end;
    }

    /** Returns a number that changes whenever the bounds, or the times they were made from, change. */
    public long generation() {
        return generation;
    }
}
