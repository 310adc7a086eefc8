package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.batch.WindowBounds;
import io.dunlin.promql.batch.WindowEdge;
import io.dunlin.promql.histogram.CounterResets;
import io.dunlin.promql.histogram.HistogramLayout;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.storage.SampleBuffer;

/**
 * {@code resets} and {@code changes}: how often two samples in a row differ in a certain way. Events are counted once a
 * series, so that a window is a difference of two counts. A change from float to histogram or back is always one.
 */
final class EventCount implements RangeKernel {
    private final boolean resets;
    private int[] eventsUpTo = new int[0];

    private EventCount(boolean resets) {
        this.resets = resets;
    }

    /** Counts counter resets. */
    static EventCount resets() {
        return new EventCount(true);
    }

    /** Counts changes of value. */
    static EventCount changes() {
        return new EventCount(false);
    }

    @Override
    public void evaluate(SampleBuffer samples, WindowBounds windows, KernelArgs args, StepColumn out) {
        count(samples, args.useStartTimestamps());
        boolean anchored = windows.grid().edge() == WindowEdge.ANCHORED;
        for (int step = 0; step < windows.count(); step++) {
            int first = windows.first()[step];
            int last = windows.end()[step] - 1;
            if (anchored && first <= last) {
                first = anchor(samples.times(), first, last, windows.grid().start(step));
            }
            if (first <= last) {
                out.set(step, eventsUpTo[last] - eventsUpTo[first]);
            }
        }
    }

    /** Returns the newest sample at or before the window's start, or a number behind the last where all are. */
    private static int anchor(long[] times, int first, int last, long start) {
        int inside = first;
        while (inside <= last && times[inside] <= start) {
            inside++;
        }
        return inside > last ? inside : Math.max(first, inside - 1);
    }

    private void count(SampleBuffer samples, boolean useStarts) {
        if (eventsUpTo.length < samples.size()) {
            eventsUpTo = new int[samples.times().length];
        }
        int events = 0;
        for (int i = 0; i < samples.size(); i++) {
            if (i > 0 && isEvent(samples, i, useStarts)) {
                events++;
            }
            eventsUpTo[i] = events;
        }
    }

    private boolean isEvent(SampleBuffer samples, int i, boolean useStarts) {
        if (samples.hasHistograms()) {
            FloatHistogram current = samples.histograms()[i];
            FloatHistogram previous = samples.histograms()[i - 1];
            if ((current == null) != (previous == null)) {
                return true;
            }
            if (current != null) {
                return resets
                        ? startReset(samples, i, useStarts) || CounterResets.detect(current, previous)
                        : !HistogramLayout.sameObservations(current, previous);
            }
        }
        double current = samples.values()[i];
        double previous = samples.values()[i - 1];
        if (resets) {
            return current < previous || startReset(samples, i, useStarts);
        }
        return current != previous && !(Double.isNaN(current) && Double.isNaN(previous));
    }

    private static boolean startReset(SampleBuffer samples, int i, boolean useStarts) {
        long[] starts = samples.startTimes();
        long[] times = samples.times();
        return useStarts && starts != null && StartTimes.isReset(starts[i - 1], times[i - 1], starts[i], times[i]);
    }
}
