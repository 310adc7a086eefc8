package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.WindowBounds;
import io.dunlin.promql.batch.WindowGrid;

/**
 * The floats of one series and which of them each step's window holds. The arrays are open: kernels read them without a
 * call a sample. Where a series also has histograms these are left out, so indices are those of floats alone.
 */
final class FloatWindows {
    /** Times in Unix milliseconds, strictly rising. */
    long[] times;
    /** Parallel to {@link #times}. */
    double[] values;
    /** Parallel to {@link #times}, 0 for unknown; null where no sample has one or none may be used. */
    long[] startTimes;
    /** How many entries of the arrays above count. */
    int size;
    /** For each step the index of its first float. */
    int[] first;
    /** For each step the index behind its last float; equal to {@link #first} for none. */
    int[] end;
    /** Where the windows lie. */
    WindowGrid grid;
    /** Changes whenever times or windows do. */
    long generation;

    /** Whether times and windows are those of an earlier {@link #generation}: what follows from them alone still holds. */
    boolean areOf(long earlier) {
        return generation >= 0 && generation == earlier;
    }

    void wrap(io.dunlin.tsdb.storage.SampleBuffer samples, WindowBounds windows, boolean useStartTimes) {
        times = samples.times();
        values = samples.values();
        startTimes = useStartTimes ? samples.startTimes() : null;
        size = samples.size();
        first = windows.first();
        end = windows.end();
        grid = windows.grid();
        generation = windows.generation();
    }
}
