package io.dunlin.promql.batch;

import io.dunlin.tsdb.model.FloatHistogram;
import java.util.Arrays;

/**
 * The values of one series at all steps of a {@link StepGrid}: at a step it has a float, a native histogram, or nothing.
 * Presence is a bit a step; the histogram array exists only where a histogram was ever set. The arrays are open: kernels
 * read and write them without a call a step, but whoever writes {@code values()} directly must also set the presence bit.
 * Histograms are shared and never changed in place. Used by one thread at a time.
 */
public final class StepColumn {
    private final int steps;
    private final double[] values;
    private final long[] presence;
    private FloatHistogram[] histograms;

    /** Makes a column without values. */
    public StepColumn(int steps) {
        this.steps = steps;
        this.values = new double[steps];
        this.presence = new long[(steps + Long.SIZE - 1) >>> 6];
    }

    /** Returns a column with the same float at every step. */
    public static StepColumn constant(int steps, double value) {
        StepColumn column = new StepColumn(steps);
        Arrays.fill(column.values, value);
        column.presentAll();
        return column;
    }

    /** Returns the number of steps. */
    public int steps() {
        return steps;
    }

    /** Returns the floats, one a step; meaningless where the step is absent or a histogram. */
    public double[] values() {
        return values;
    }

    /** Returns the presence bits: step {@code i} is bit {@code i & 63} of word {@code i >> 6}. */
    public long[] presence() {
        return presence;
    }

    /** Returns the histograms, one a step and null for floats and absent steps; null where the column has none. */
    public FloatHistogram[] histograms() {
        return histograms;
    }

    /** Returns whether the column may have histograms. */
    public boolean hasHistograms() {
        return histograms != null;
    }

    /** Returns whether there is a float or a histogram at a step. */
    public boolean has(int step) {
        return (presence[step >>> 6] & (1L << step)) != 0;
    }

    /** Returns the histogram at a step, or null where there is a float or nothing. */
    public FloatHistogram histogram(int step) {
        return histograms == null ? null : histograms[step];
    }

    /** Sets the float at a step. */
    public void set(int step, double value) {
        values[step] = value;
        presence[step >>> 6] |= 1L << step;
        if (histograms != null) {
            histograms[step] = null;
        }
    }

    /** Sets the histogram at a step. */
    public void set(int step, FloatHistogram histogram) {
        if (histograms == null) {
            histograms = new FloatHistogram[steps];
        }
        histograms[step] = histogram;
        presence[step >>> 6] |= 1L << step;
    }

    /** Copies one step of another column, absence included. */
    public void copy(int step, StepColumn from) {
        FloatHistogram histogram = from.histogram(step);
        if (!from.has(step)) {
            unset(step);
        } else if (histogram != null) {
            set(step, histogram);
        } else {
            set(step, from.values[step]);
        }
    }

    /** Returns a copy; histograms are shared. */
    public StepColumn copy() {
        StepColumn copy = new StepColumn(steps);
        System.arraycopy(values, 0, copy.values, 0, steps);
        System.arraycopy(presence, 0, copy.presence, 0, presence.length);
        copy.histograms = histograms == null ? null : histograms.clone();
        return copy;
    }

    /** Removes what is at a step. */
    public void unset(int step) {
        presence[step >>> 6] &= ~(1L << step);
        if (histograms != null) {
            histograms[step] = null;
        }
    }

    /** Removes everything. */
    public void clear() {
        Arrays.fill(presence, 0L);
        histograms = null;
    }

    /** Marks every step as present; the caller has written {@link #values()}. */
    public void presentAll() {
        Arrays.fill(presence, -1L);
        if ((steps & 63) != 0) {
            presence[presence.length - 1] = (1L << steps) - 1;
        }
    }

    /** Returns the number of steps with a float or histogram. */
    public int present() {
        int count = 0;
        for (long word : presence) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** Returns whether no step has a value. */
    public boolean isEmpty() {
        for (long word : presence) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }
}
