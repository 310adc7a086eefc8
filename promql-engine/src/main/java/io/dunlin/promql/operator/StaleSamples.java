package io.dunlin.promql.operator;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.StaleMarker;
import io.dunlin.tsdb.storage.SampleBuffer;

/** Stale markers end a series; no range function sees them. */
final class StaleSamples {
    private StaleSamples() {}

    /** Removes the stale markers from a buffer. */
    static void remove(SampleBuffer samples) {
        int first = firstStale(samples);
        if (first < samples.size()) {
            compact(samples, first);
        }
    }

    private static int firstStale(SampleBuffer samples) {
        double[] values = samples.values();
        FloatHistogram[] histograms = samples.histograms();
        int size = samples.size();
        int i = 0;
        if (histograms == null) {
            i = numbers(values, size);
            while (i < size && (!Double.isNaN(values[i]) || !StaleMarker.isStale(values[i]))) {
                i++;
            }
        } else {
            while (i < size && !isStale(values, histograms, i)) {
                i++;
            }
        }
        return i;
    }

    /** Returns how many values surely are numbers, in eights: a sum without NaN has none in it. */
    private static int numbers(double[] values, int size) {
        int i = 0;
        while (i <= size - 8) {
            double first = values[i] + values[i + 1] + (values[i + 2] + values[i + 3]);
            double second = values[i + 4] + values[i + 5] + (values[i + 6] + values[i + 7]);
            if (Double.isNaN(first + second)) {
                return i;
            }
            i += 8;
        }
        return i;
    }

    private static boolean isStale(double[] values, FloatHistogram[] histograms, int i) {
        if (histograms != null && histograms[i] != null) {
            return histograms[i].isStale();
        }
        return StaleMarker.isStale(values[i]);
    }

    private static void compact(SampleBuffer samples, int first) {
        long[] times = samples.times();
        double[] values = samples.values();
        FloatHistogram[] histograms = samples.histograms();
        long[] startTimes = samples.startTimes();
        int kept = first;
        for (int i = first; i < samples.size(); i++) {
            if (!isStale(values, histograms, i)) {
                times[kept] = times[i];
                values[kept] = values[i];
                if (histograms != null) {
                    histograms[kept] = histograms[i];
                }
                if (startTimes != null) {
                    startTimes[kept] = startTimes[i];
                }
                kept++;
            }
        }
        samples.size(kept);
    }
}
