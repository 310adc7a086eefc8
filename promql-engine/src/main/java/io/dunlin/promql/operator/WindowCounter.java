package io.dunlin.promql.operator;

import io.dunlin.promql.batch.WindowBounds;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.storage.SampleBuffer;

/** Counts the samples that the windows of all steps hold, for the query's statistics. Used by one worker. */
final class WindowCounter {
    private final WindowBounds bounds;
    private long generation = -1;
    private long count;

    WindowCounter(WindowBounds bounds) {
        this.bounds = bounds;
    }

    /** Returns the samples in all windows, a sample counted once for each window; a histogram counts by its size. */
    long inWindows(SampleBuffer samples) {
        if (samples.hasHistograms()) {
            return weighted(samples);
        }
        if (generation != bounds.generation()) {
            generation = bounds.generation();
            count = 0;
            for (int step = 0; step < bounds.count(); step++) {
                count += bounds.end()[step] - bounds.first()[step];
            }
        }
        return count;
    }

    private long weighted(SampleBuffer samples) {
        long[] before = new long[samples.size() + 1];
        for (int i = 0; i < samples.size(); i++) {
            FloatHistogram histogram = samples.histograms()[i];
            before[i + 1] = before[i] + (histogram == null ? 1 : HistogramWeight.of(histogram));
        }
        long total = 0;
        for (int step = 0; step < bounds.count(); step++) {
            total += before[bounds.end()[step]] - before[bounds.first()[step]];
        }
        return total;
    }
}
