package io.dunlin.tsdb.head;

import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.MetricMetadata;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;

/** What one request wants to write, in parallel arrays and in the order it came. One thread at a time. */
final class AppendBatch {
    private static final int LARGEST_KEPT = 1 << 16;

    private final BatchLookup lookup = new BatchLookup();
    private final ExpandableArrayBuffer encoded = new ExpandableArrayBuffer(512);
    private final PendingSeries pending = new PendingSeries();
    private final List<PendingHistogram> histograms = new ArrayList<>();
    private final List<PendingExemplar> exemplars = new ArrayList<>();
    private final List<MetricMetadata> metadata = new ArrayList<>();
    private final FloatSamples floats = new FloatSamples(256);
    private final FloatSamples outOfOrderFloats = new FloatSamples(16);
    private final List<PendingHistogram> outOfOrderHistograms = new ArrayList<>();
    private long minTime = Long.MAX_VALUE;
    private long maxTime = Long.MIN_VALUE;
    private int moves;

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

        /** Returns the histogram with another number of floats before it. */
        PendingHistogram behind(int floats) {
            return new PendingHistogram(floats, series, startTime, time, histogram, integer);
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
        floats.clear();
        outOfOrderFloats.clear();
        outOfOrderHistograms.clear();
        minTime = Long.MAX_VALUE;
        maxTime = Long.MIN_VALUE;
    }

    /** Returns whether the arrays are of a usual size, so that keeping them costs little. */
    boolean isWorthKeeping() {
        return floats.capacity() <= LARGEST_KEPT
                && outOfOrderFloats.capacity() <= LARGEST_KEPT
                && pending.count() <= LARGEST_KEPT;
    }

    /** Adds a float sample. */
    void add(long reference, long startTime, long time, double value) {
        floats.add(reference, startTime, time, value);
        minTime = Math.min(minTime, time);
        maxTime = Math.max(maxTime, time);
    }

    /** Adds a histogram sample. */
    void add(PendingHistogram histogram) {
        histograms.add(histogram);
        minTime = Math.min(minTime, histogram.time());
        maxTime = Math.max(maxTime, histogram.time());
    }

    /** Adds an exemplar. */
    void add(long reference, Exemplar exemplar) {
        exemplars.add(new PendingExemplar(reference, exemplar));
    }

    /** Adds what is known of a metric family. */
    void add(MetricMetadata family) {
        metadata.add(family);
    }

    /** Leaves out what is for no series, its reference being {@link Generations#ABSENT}. */
    void leaveOutAbsent() {
        List<PendingHistogram> kept = new ArrayList<>();
        int before = 0;
        int absent = 0;
        for (PendingHistogram histogram : histograms) {
            for (; before < histogram.floatsBefore(); before++) {
                absent += floats.series()[before] == Generations.ABSENT ? 1 : 0;
            }
            if (histogram.series() != Generations.ABSENT) {
                kept.add(histogram.behind(histogram.floatsBefore() - absent));
            }
        }
        histograms.clear();
        histograms.addAll(kept);
        floats.leaveOutAbsent();
        exemplars.removeIf(exemplar -> exemplar.series() == Generations.ABSENT);
    }

    /** Returns what its appender looks series up with: kept here, so that a request makes no arrays. */
    BatchLookup lookup() {
        return lookup;
    }

    /** Returns where its appender encodes labels, for the same reason. */
    ExpandableArrayBuffer encoded() {
        return encoded;
    }

    /** Sets what {@link Generations#moves} was before the first series was looked up. */
    void moves(int count) {
        moves = count;
    }

    /** Returns what {@link Generations#moves} was before the first series was looked up. */
    int moves() {
        return moves;
    }

    /** Returns the series to create. */
    PendingSeries pending() {
        return pending;
    }

    /** Returns, for each series to create, whether anything but out-of-order samples is for it. */
    boolean[] wantedSeries() {
        boolean[] wanted = new boolean[pending.count()];
        for (int i = 0; wanted.length > 0 && i < floats.size(); i++) {
            want(wanted, floats.series()[i]);
        }
        histograms.forEach(histogram -> want(wanted, histogram.series()));
        exemplars.forEach(exemplar -> want(wanted, exemplar.series()));
        return wanted;
    }

    private static void want(boolean[] wanted, long reference) {
        if (SeriesRef.isPending(reference)) {
            wanted[SeriesRef.pendingNumber(reference)] = true;
        }
    }

    /** Returns the float samples. */
    FloatSamples floats() {
        return floats;
    }

    /** Returns the number of float samples. */
    int size() {
        return floats.size();
    }

    /** Returns one reference a sample; the writer replaces those of pending series. */
    long[] series() {
        return floats.series();
    }

    /** Returns the times in milliseconds. */
    long[] times() {
        return floats.times();
    }

    /** Returns the float values. */
    double[] values() {
        return floats.values();
    }

    /** Returns the start timestamps, 0 for unknown, or null where no sample has one. */
    long[] startTimes() {
        return floats.startTimes();
    }

    /** Returns the histogram samples in the order they came; the writer replaces their references. */
    List<PendingHistogram> histograms() {
        return histograms;
    }

    /** Returns the float samples that are not later than their series' newest; the writer replaces their references. */
    FloatSamples outOfOrderFloats() {
        return outOfOrderFloats;
    }

    /** Returns the histograms that are not later than their series' newest; the writer replaces their references. */
    List<PendingHistogram> outOfOrderHistograms() {
        return outOfOrderHistograms;
    }

    /** Returns whether there is a sample that is not later than its series' newest. */
    boolean hasOutOfOrder() {
        return outOfOrderFloats.size() > 0 || !outOfOrderHistograms.isEmpty();
    }

    /** Returns the exemplars; the writer replaces references to pending series. */
    List<PendingExemplar> exemplars() {
        return exemplars;
    }

    /** Returns the metadata. */
    List<MetricMetadata> metadata() {
        return metadata;
    }

    /** Returns the oldest time of a sample in order, {@link Long#MAX_VALUE} where there is none. */
    long minTime() {
        return minTime;
    }

    /** Returns the newest time of a sample in order, {@link Long#MIN_VALUE} where there is none. */
    long maxTime() {
        return maxTime;
    }

    /** Returns whether there is nothing to write. */
    boolean isEmpty() {
        return floats.size() == 0
                && histograms.isEmpty()
                && !hasOutOfOrder()
                && exemplars.isEmpty()
                && metadata.isEmpty();
    }
}
