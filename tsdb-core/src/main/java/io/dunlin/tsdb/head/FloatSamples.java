package io.dunlin.tsdb.head;

import java.util.Arrays;

/** Float samples of a request in parallel arrays, in the order they came. One thread at a time. */
final class FloatSamples {
    private long[] series;
    private long[] times;
    private double[] values;
    private long[] startTimes;
    private int size;

    /** Makes arrays that have room for a number of samples and grow. */
    FloatSamples(int capacity) {
        series = new long[capacity];
        times = new long[capacity];
        values = new double[capacity];
    }

    /** Forgets all samples. */
    void clear() {
        startTimes = null;
        size = 0;
    }

    /** Adds a sample; {@code startTime} is 0 for unknown. */
    void add(long reference, long startTime, long time, double value) {
        if (size == series.length) {
            grow();
        }
        series[size] = reference;
        times[size] = time;
        values[size] = value;
        if (startTime != 0 && startTimes == null) {
            startTimes = new long[series.length];
        }
        if (startTimes != null) {
            startTimes[size] = startTime;
        }
        size++;
    }

    /** Leaves out the samples whose reference is {@link Generations#ABSENT}. */
    void leaveOutAbsent() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (series[i] != Generations.ABSENT) {
                series[kept] = series[i];
                times[kept] = times[i];
                values[kept] = values[i];
                if (startTimes != null) {
                    startTimes[kept] = startTimes[i];
                }
                kept++;
            }
        }
        size = kept;
    }

    private void grow() {
        int capacity = 2 * size;
        series = Arrays.copyOf(series, capacity);
        times = Arrays.copyOf(times, capacity);
        values = Arrays.copyOf(values, capacity);
        startTimes = startTimes == null ? null : Arrays.copyOf(startTimes, capacity);
    }

    /** Returns the number of samples. */
    int size() {
        return size;
    }

    /** Returns how many samples there is room for. */
    int capacity() {
        return series.length;
    }

    /** Returns one reference a sample; the writer replaces them. */
    long[] series() {
        return series;
    }

    /** Returns the times in milliseconds. */
    long[] times() {
        return times;
    }

    /** Returns the values. */
    double[] values() {
        return values;
    }

    /** Returns the start timestamps, 0 for unknown, or null where no sample has one. */
    long[] startTimes() {
        return startTimes;
    }

    /** Returns the start timestamp of a sample, 0 for unknown. */
    long startTime(int i) {
        return startTimes == null ? 0 : startTimes[i];
    }
}
