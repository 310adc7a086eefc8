package io.dunlin.promql.operator;

import io.dunlin.promql.batch.WindowBounds;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.storage.SampleBuffer;

/**
 * Counts the samples that the windows of one range vector hold, for the query's statistics; a histogram counts by its size.
 * What depends on times alone is kept while they stay the same. Used by one worker.
 */
final class WindowCounter {
    private final WindowBounds bounds;
    private final SampleCounts counts;
    private long generation = -1;
    private long inWindows;
    private long read;
    private long[] weightsBefore = new long[0];

    WindowCounter(WindowBounds bounds, SampleCounts counts) {
        this.bounds = bounds;
        this.counts = counts;
    }

    /** Counts the samples of one series; returns how many were read, a sample in several windows once. */
    long count(SampleBuffer samples) {
        if (samples.hasHistograms()) {
            weigh(samples);
            generation = -1;
        } else if (generation != bounds.generation()) {
            weightsBefore = null;
            addUp();
            generation = bounds.generation();
        }
        counts.add(inWindows);
        for (int step = 0; counts.wantsSteps() && step < bounds.count(); step++) {
            counts.add(step, weight(bounds.first()[step], bounds.end()[step]));
        }
        return read;
    }

    private void weigh(SampleBuffer samples) {
        weightsBefore = new long[samples.size() + 1];
        for (int i = 0; i < samples.size(); i++) {
            FloatHistogram histogram = samples.histograms()[i];
            weightsBefore[i + 1] = weightsBefore[i] + (histogram == null ? 1 : HistogramWeight.of(histogram));
        }
        addUp();
    }

    private void addUp() {
        inWindows = 0;
        read = 0;
        int readUpTo = 0;
        for (int step = 0; step < bounds.count(); step++) {
            int first = bounds.first()[step];
            int end = bounds.end()[step];
            inWindows += weight(first, end);
            if (end > readUpTo) {
                read += weight(Math.max(first, readUpTo), end);
                readUpTo = end;
            }
        }
    }

    private long weight(int first, int end) {
        return weightsBefore == null ? end - first : weightsBefore[end] - weightsBefore[first];
    }
}
