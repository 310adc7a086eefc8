package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.WindowGrid;
import io.dunlin.tsdb.model.FloatHistogram;

/** The native histograms of one series and which of them each step's window holds; floats are left out. */
final class HistogramWindows {
    /** Times in Unix milliseconds, strictly rising. */
    long[] times = new long[0];
    /** Parallel to {@link #times}. */
    FloatHistogram[] histograms = new FloatHistogram[0];
    /** Parallel to {@link #times}, 0 for unknown; null where no sample has one or none may be used. */
    long[] startTimes;
    /** How many entries of the arrays above count. */
    int size;
    /** For each step the index of its first histogram. */
    int[] first = new int[0];
    /** For each step the index behind its last histogram; equal to {@link #first} for none. */
    int[] end = new int[0];
    /** Where the windows lie. */
    WindowGrid grid;
}
