package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.StepColumn;

/**
 * {@code rate}, {@code increase} and {@code delta} of floats over {@code anchored} and {@code smoothed} ranges: the
 * difference between the values at the window's edges, plus for counters the value before each reset.
 */
final class ExtendedRate implements RangeFunction.FloatPart {
    private final boolean counter;
    private final boolean perSecond;
    private final ExtendedWindow window = new ExtendedWindow();

    ExtendedRate(boolean counter, boolean perSecond) {
        this.counter = counter;
        this.perSecond = perSecond;
    }

    @Override
    public void evaluate(FloatWindows w, KernelArgs args, StepColumn out) {
        double seconds = WindowExtrapolation.seconds(w.grid.range());
        for (int step = 0; step < w.grid.count(); step++) {
            if (window.locate(w.grid, step, w.times, w.first[step], w.end[step])) {
                double left = left(w);
                double right = right(w, w.first[step]);
                double result = right - left;
                if (counter) {
                    result += valuesBeforeResets(w, left, right);
                }
                out.set(step, perSecond ? result / seconds : result);
            }
        }
    }

    private double left(FloatWindows w) {
        int first = window.first;
        boolean between = window.smoothed && w.times[first] < window.start;
        return between ? interpolate(w, first, window.start) : w.values[first];
    }

    private double right(FloatWindows w, int from) {
        int last = window.last;
        boolean between = window.smoothed && last > from && w.times[last] > window.end;
        return between ? interpolate(w, last - 1, window.end) : w.values[last];
    }

    /** Interpolates between a sample and the next; a counter that was reset between them is taken to start at zero. */
    private double interpolate(FloatWindows w, int before, long time) {
        double from = w.values[before];
        double to = w.values[before + 1];
        if (counter && to < from) {
            from = 0;
        }
        long since = w.times[before];
        return from + (to - from) * (time - since) / (w.times[before + 1] - since);
    }

    private double valuesBeforeResets(FloatWindows w, double left, double right) {
        int first = w.times[window.first] <= window.start ? window.first + 1 : window.first;
        int last = w.times[window.last] >= window.end ? window.last - 1 : window.last;
        double sum = 0;
        double previous = left;
        for (int i = first; i <= last; i++) {
            if (w.values[i] < previous) {
                sum += previous;
            }
            previous = w.values[i];
        }
        return right < previous ? sum + previous : sum;
    }
}
