package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.histogram.CounterResets;
import io.dunlin.promql.histogram.HistogramSum;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;

/** {@link ExtendedRate} for native histograms; the result is a gauge histogram. */
final class ExtendedHistogramRate implements RangeFunction.HistogramPart {
    private final boolean counter;
    private final boolean perSecond;
    private final ExtendedWindow window = new ExtendedWindow();

    ExtendedHistogramRate(boolean counter, boolean perSecond) {
        this.counter = counter;
        this.perSecond = perSecond;
    }

    @Override
    public void evaluate(HistogramWindows w, int step, int from, int to, KernelArgs args, StepColumn out) {
        if (!window.locate(w.grid, step, w.times, from, to)) {
            return;
        }
        HistogramNotes notes = new HistogramNotes(args);
        HistogramSum result = difference(w, from, notes);
        notes.report();
        if (result != null) {
            if (perSecond) {
                result.divide(WindowExtrapolation.seconds(w.grid.range()));
            }
            out.set(step, result.hint(CounterResetHint.GAUGE).compact().toHistogram());
        }
    }

    /** Returns the difference between both edges, or null where the histograms do not fit together. */
    private HistogramSum difference(HistogramWindows w, int from, HistogramNotes notes) {
        if (!fitTogether(w, notes)) {
            return null;
        }
        int first = window.first;
        int last = window.last;
        FloatHistogram left = w.histograms[first];
        if (window.smoothed && w.times[first] < window.start) {
            left = interpolate(w, first, window.start, notes);
        }
        FloatHistogram right = w.histograms[last];
        if (window.smoothed && last > from && w.times[last] > window.end) {
            right = interpolate(w, last - 1, window.end, notes);
        }
        if (left == null || right == null) {
            return null;
        }
        if (!counter && (!isGauge(left) || !isGauge(right))) {
            notes.notGauge();
        }
        HistogramSum result = HistogramSum.of(right);
        if (!notes.subtract(result, left)) {
            return null;
        }
        if (counter && !addBeforeResets(w, left, right, result, notes)) {
            return null;
        }
        return result;
    }

    private boolean fitTogether(HistogramWindows w, HistogramNotes notes) {
        for (int i = window.first; i <= window.last; i++) {
            if (!HistogramSum.compatible(w.histograms[i], w.histograms[window.first])) {
                notes.mixedSchemas();
                return false;
            }
            if (counter && isGauge(w.histograms[i])) {
                notes.notCounter();
            }
        }
        return true;
    }

    private static boolean isGauge(FloatHistogram histogram) {
        return histogram.counterResetHint() == CounterResetHint.GAUGE;
    }

    /** Interpolates between a sample and the next; returns null where their schemas do not mix. */
    private FloatHistogram interpolate(HistogramWindows w, int before, long time, HistogramNotes notes) {
        FloatHistogram older = w.histograms[before];
        FloatHistogram newer = w.histograms[before + 1];
        long since = w.times[before];
        long until = w.times[before + 1];
        if (time == since) {
            return older;
        }
        if (time == until) {
            return newer;
        }
        double fraction = (double) (time - since) / (until - since);
        HistogramSum result = HistogramSum.of(newer);
        if (counter && CounterResets.detect(newer, older)) {
            return result.multiply(fraction).toHistogram();
        }
        if (!notes.subtract(result, older) || !notes.add(result.multiply(fraction), older)) {
            return null;
        }
        return result.toHistogram();
    }

    /** Adds what the counter had reached before each reset; false where a histogram does not fit. */
    private boolean addBeforeResets(
            HistogramWindows w, FloatHistogram left, FloatHistogram right, HistogramSum result, HistogramNotes notes) {
        int first = window.first + 1;
        FloatHistogram previous = left;
        boolean interpolatedOverReset = window.smoothed
                && w.times[window.first] < window.start
                && CounterResets.detect(w.histograms[first], w.histograms[first - 1]);
        if (interpolatedOverReset) {
            previous = w.histograms[first];
            first++;
        }
        // The right edge stands for the last sample; between the edges may be nothing left to compare.
        if (first > window.last) {
            return true;
        }
        HistogramSum correction = null;
        for (int i = first; i <= window.last; i++) {
            FloatHistogram current = i == window.last ? right : w.histograms[i];
            if (CounterResets.detect(current, previous)) {
                if (correction == null) {
                    correction = HistogramSum.of(previous);
                } else if (!notes.add(correction, previous)) {
                    return false;
                }
            }
            previous = current;
        }
        return correction == null || notes.add(result, correction.toHistogram());
    }
}
