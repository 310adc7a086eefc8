package io.dunlin.tsdb.storage;

import io.dunlin.tsdb.model.FloatHistogram;
import java.util.Arrays;

/**
 * Samples of one series as parallel arrays, reused from series to series. The arrays are open on purpose: decoders write
 * them and kernels read them without a call a sample. After {@link #ensure} fetch the arrays anew. Not thread-safe.
 *
 * <p>A sample is a float, {@code values[i]}, or, where {@link #hasHistograms()} and {@code histograms[i] != null}, a
 * native histogram, whose {@code values[i]} is then meaningless.
 */
public final class SampleBuffer {
    private long[] times;
    private double[] values;
    private FloatHistogram[] histograms;
    private long[] startTimes;

    /** The array that start timestamps were in last, so that series after series takes the same one. */
    private long[] spareStartTimes = {};

    private int size;

    /** Makes a buffer with room for 256 samples. */
    public SampleBuffer() {
        this(256);
    }

    /** Makes a buffer with room for {@code capacity} samples. */
    public SampleBuffer(int capacity) {
        times = new long[capacity];
        values = new double[capacity];
    }

    /** Returns the times in Unix milliseconds; valid up to {@link #size()} and until the next {@link #ensure}. */
    public long[] times() {
        return times;
    }

    /** Returns the float values, parallel to {@link #times()}. */
    public double[] values() {
        return values;
    }

    /** Returns the histograms, parallel to {@link #times()}; null entries are floats. Null where there are none. */
    public FloatHistogram[] histograms() {
        return histograms;
    }

    /** Returns the start timestamps in milliseconds (0 for unknown), or null where no sample has one. */
    public long[] startTimes() {
        return startTimes;
    }

    /** Returns whether any sample since the last {@link #clear()} is a histogram. */
    public boolean hasHistograms() {
        return histograms != null;
    }

    /** Returns the number of samples. */
    public int size() {
        return size;
    }

    /** Says how many samples the arrays hold after a decoder has written them. */
    public void size(int newSize) {
        size = newSize;
    }

    /** Forgets all samples. */
    public void clear() {
        size = 0;
        histograms = null;
        startTimes = null;
    }

    /** Makes room for {@code more} samples behind the last. */
    public void ensure(int more) {
        int wanted = size + more;
        if (wanted > times.length) {
            int capacity = Math.max(wanted, times.length + (times.length >> 1));
            times = Arrays.copyOf(times, capacity);
            values = Arrays.copyOf(values, capacity);
            if (histograms != null) {
                histograms = Arrays.copyOf(histograms, capacity);
            }
            if (startTimes != null) {
                startTimes = Arrays.copyOf(startTimes, capacity);
                spareStartTimes = startTimes;
            }
        }
    }

    /** Appends a float sample. */
    public void add(long time, double value) {
        ensure(1);
        times[size] = time;
        values[size] = value;
        if (histograms != null) {
            histograms[size] = null;
        }
        if (startTimes != null) {
            startTimes[size] = 0;
        }
        size++;
    }

    /** Appends a histogram sample. */
    public void add(long time, FloatHistogram histogram) {
        add(time, 0.0);
        if (histograms == null) {
            histograms = new FloatHistogram[times.length];
        }
        histograms[size - 1] = histogram;
    }

    /** Appends the samples {@code [from, to)} of another buffer. */
    public void addAll(SampleBuffer other, int from, int to) {
        int count = to - from;
        ensure(count);
        System.arraycopy(other.times, from, times, size, count);
        System.arraycopy(other.values, from, values, size, count);
        addHistograms(other, from, count);
        addStartTimes(other, from, count);
        size += count;
    }

    private void addHistograms(SampleBuffer other, int from, int count) {
        if (histograms == null && other.hasHistograms(from, from + count)) {
            histograms = new FloatHistogram[times.length];
        }
        if (histograms != null && other.histograms != null) {
            System.arraycopy(other.histograms, from, histograms, size, count);
        } else if (histograms != null) {
            Arrays.fill(histograms, size, size + count, null);
        }
    }

    private boolean hasHistograms(int from, int to) {
        for (int i = from; histograms != null && i < to; i++) {
            if (histograms[i] != null) {
                return true;
            }
        }
        return false;
    }

    private void addStartTimes(SampleBuffer other, int from, int count) {
        if (other.startTimes != null && startTimes == null) {
            beginStartTimes();
        }
        if (other.startTimes != null) {
            System.arraycopy(other.startTimes, from, startTimes, size, count);
        } else if (startTimes != null) {
            Arrays.fill(startTimes, size, size + count, 0);
        }
    }

    /** Sets the start timestamp of one sample. */
    public void startTime(int index, long startTime) {
        if (startTimes == null) {
            beginStartTimes();
        }
        startTimes[index] = startTime;
    }

    private void beginStartTimes() {
        if (spareStartTimes.length < times.length) {
            spareStartTimes = new long[times.length];
        } else {
            Arrays.fill(spareStartTimes, 0, size, 0);
        }
        startTimes = spareStartTimes;
    }
}
