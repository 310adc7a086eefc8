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
    private final SampleTally tally;
    private final boolean stored;
    private long generation = -1;
    private long inWindows;
    private long read;
    private long[] weightsBefore = new long[0];

    /** Makes a counter; {@code stored} says that samples come from the storage and are thus read. */
    WindowCounter(WindowBounds bounds, SampleTally tally, boolean stored) {
        this.bounds = bounds;
        this.tally = tally;
        this.stored = stored;
    }

    /** Counts the samples of one series; returns how many there are in any window, one in several windows once. */
    long count(SampleBuffer samples) {
        if (samples.hasHistograms()) {
            weigh(samples);
            generation = -1;
        } else if (generation != bounds.generation()) {
            weightsBefore = null;
            addUp();
            generation = bounds.generation();
        }
        tally.add(inWindows, stored ? read : 0);
        if (tally.countsSteps()) {
            countSteps();
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

    private void countSteps() {
        int readUpTo = 0;
        for (int step = 0; step < bounds.count(); step++) {
            int first = bounds.first()[step];
            int end = bounds.end()[step];
            long fresh = stored && end > readUpTo ? weight(Math.max(first, readUpTo), end) : 0;
            readUpTo = Math.max(readUpTo, end);
            tally.addStep(step, weight(first, end), fresh);
        }
    }

    private long weight(int first, int end) {
        return weightsBefore == null ? end - first : weightsBefore[end] - weightsBefore[first];
    }
}
