package io.dunlin.tsdb.head;

import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.MetricMetadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What one request wants to write, in parallel arrays and in the order it came. One thread at a time. */
final class AppendBatch {
    private static final int LARGEST_KEPT = 1 << 16;

    private final PendingSeries pending = new PendingSeries();
    private final List<PendingHistogram> histograms = new ArrayList<>();
    private final List<PendingExemplar> exemplars = new ArrayList<>();
    private final List<MetricMetadata> metadata = new ArrayList<>();
    private long[] series = new long[256];
    private long[] times = new long[256];
    private double[] values = new double[256];
    private long[] startTimes;
    private int size;
    private long minTime = Long.MAX_VALUE;
    private long maxTime = Long.MIN_VALUE;

    /**
     * A histogram of a series; {@code startTime} is 0 for unknown. It came behind the first {@code floatsBefore} floats:
     * a series may change from floats to histograms and back within a request.
     */
    record PendingHistogram(
            int floatsBefore, long series, long startTime, long time, FloatHistogram histogram, boolean integer) {
        /** Returns the histogram as that of another series. */
        PendingHistogram of(long newSeries) {
            return new PendingHistogram(floatsBefore, newSeries, startTime, time, histogram, integer);
        }
    }

    /** An exemplar of a series. */
    record PendingExemplar(long series, Exemplar exemplar) {
        /** Returns the exemplar as that of another series. */
        PendingExemplar of(long newSeries) {
            return new PendingExemplar(newSeries, exemplar);
        }
    }

    /** Forgets everything, for the next request. */
    void clear() {
        pending.clear();
        histograms.clear();
        exemplars.clear();
        metadata.clear();
        startTimes = null;
        size = 0;
        minTime = Long.MAX_VALUE;
        maxTime = Long.MIN_VALUE;
    }

    /** Returns whether the arrays are of a usual size, so that keeping them costs little. */
    boolean isWorthKeeping() {
        return series.length <= LARGEST_KEPT && pending.count() <= LARGEST_KEPT;
    }

    /** Adds a float sample. */
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
        minTime = Math.min(minTime, time);
        maxTime = Math.max(maxTime, time);
    }

    /** Adds a histogram sample. */
    void add(PendingHistogram histogram) {
        histograms.add(histogram);
        minTime = Math.min(minTime, histogram.time());
        maxTime = Math.max(maxTime, histogram.time());
    }

    private void grow() {
        int capacity = 2 * size;
        series = Arrays.copyOf(series, capacity);
        times = Arrays.copyOf(times, capacity);
        values = Arrays.copyOf(values, capacity);
        startTimes = startTimes == null ? null : Arrays.copyOf(startTimes, capacity);
    }

    /** Adds an exemplar. */
    void add(long reference, Exemplar exemplar) {
        exemplars.add(new PendingExemplar(reference, exemplar));
    }

    /** Adds what is known of a metric family. */
    void add(MetricMetadata family) {
        metadata.add(family);
    }

    /** Returns the series to create. */
    PendingSeries pending() {
        return pending;
    }

    /** Returns the number of float samples. */
    int size() {
        return size;
    }

    /** Returns one reference a sample; the writer replaces those of pending series. */
    long[] series() {
        return series;
    }

    /** Returns the times in milliseconds. */
    long[] times() {
        return times;
    }

    /** Returns the float values. */
    double[] values() {
        return values;
    }

    /** Returns the start timestamps, 0 for unknown, or null where no sample has one. */
    long[] startTimes() {
        return startTimes;
    }

    /** Returns the histogram samples in the order they came; the writer replaces their references. */
    List<PendingHistogram> histograms() {
        return histograms;
    }

    /** Returns the exemplars; the writer replaces references to pending series. */
    List<PendingExemplar> exemplars() {
        return exemplars;
    }

    /** Returns the metadata. */
    List<MetricMetadata> metadata() {
        return metadata;
    }

    /** Returns the oldest time of a sample, {@link Long#MAX_VALUE} where there is none. */
    long minTime() {
        return minTime;
    }

    /** Returns the newest time of a sample, {@link Long#MIN_VALUE} where there is none. */
    long maxTime() {
        return maxTime;
    }

    /** Returns whether there is nothing to write. */
    boolean isEmpty() {
        return size == 0 && histograms.isEmpty() && exemplars.isEmpty() && metadata.isEmpty();
    }
}
