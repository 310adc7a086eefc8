package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.WindowBounds;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.storage.SampleBuffer;

/**
 * Takes the samples of a series apart into floats and histograms, each with its own windows. A series without histograms
 * is not copied. One instance a kernel, reused from series to series.
 */
final class SplitSamples {
    final FloatWindows floats = new FloatWindows();
    final HistogramWindows histograms = new HistogramWindows();
    private long[] times = new long[0];
    private double[] values = new double[0];
    private long[] floatStarts = new long[0];
    private long[] histogramStarts = new long[0];
    private int[] floatsBefore = new int[0];
    private int[] firstFloat = new int[0];
    private int[] endFloat = new int[0];

    /** Splits the samples; returns whether there are histograms, otherwise only {@link #floats} is set. */
    boolean split(SampleBuffer samples, WindowBounds windows, boolean useStartTimes) {
        floats.wrap(samples, windows, useStartTimes);
        if (!samples.hasHistograms()) {
            return false;
        }
        reserve(samples.size(), windows.count());
        distribute(samples);
        for (int step = 0; step < windows.count(); step++) {
            int first = windows.first()[step];
            int end = windows.end()[step];
            firstFloat[step] = floatsBefore[first];
            endFloat[step] = floatsBefore[end];
            histograms.first[step] = first - firstFloat[step];
            histograms.end[step] = end - endFloat[step];
        }
        boolean hasStarts = floats.startTimes != null;
        floats.times = times;
        floats.values = values;
        floats.startTimes = hasStarts ? floatStarts : null;
        floats.first = firstFloat;
        floats.end = endFloat;
        // Which of the samples are floats differs from series to series of equal times.
        floats.generation = -1;
        histograms.startTimes = hasStarts ? histogramStarts : null;
        histograms.grid = windows.grid();
        return true;
    }

    private void reserve(int samples, int steps) {
        if (times.length < samples) {
            times = new long[samples];
            values = new double[samples];
            floatStarts = new long[samples];
            histogramStarts = new long[samples];
            floatsBefore = new int[samples + 1];
            histograms.times = new long[samples];
            histograms.histograms = new FloatHistogram[samples];
        }
        if (floatsBefore.length == 0) {
            floatsBefore = new int[1];
        }
        if (firstFloat.length < steps) {
            firstFloat = new int[steps];
            endFloat = new int[steps];
            histograms.first = new int[steps];
            histograms.end = new int[steps];
        }
    }

    private void distribute(SampleBuffer samples) {
        int floatCount = 0;
        int histogramCount = 0;
        long[] starts = samples.startTimes();
        for (int i = 0; i < samples.size(); i++) {
            floatsBefore[i] = floatCount;
            long start = starts == null ? 0 : starts[i];
            FloatHistogram histogram = samples.histograms()[i];
            if (histogram == null) {
                times[floatCount] = samples.times()[i];
                values[floatCount] = samples.values()[i];
                floatStarts[floatCount++] = start;
            } else {
                histograms.times[histogramCount] = samples.times()[i];
                histograms.histograms[histogramCount] = histogram;
                histogramStarts[histogramCount++] = start;
            }
        }
        floatsBefore[samples.size()] = floatCount;
        floats.size = floatCount;
        histograms.size = histogramCount;
    }
}
