package io.dunlin.promql.kernel;

/**
 * How far a rate is extrapolated beyond the first and last sample of each window. It depends on times only, which many
 * series share, so it is kept until the times change.
 *
 * <p>A sample nearer to the window's edge than 1.1 times the mean distance of samples is taken to be the series' first or
 * last within the window, and the rate reaches to the edge; otherwise by half that mean distance.
 */
final class WindowExtrapolation {
    private static final double ROUNDED_UP = 1 + 1e-12;

    /** Seconds from the first to the last sample. */
    double[] sampled = new double[0];
    /** Seconds added before the first sample. */
    double[] toStart = new double[0];
    /** Seconds added behind the last sample. */
    double[] toEnd = new double[0];
    /** By what the sampled difference is multiplied. */
    double[] factor = new double[0];

    /** {@link #toStart} over {@link #sampled}, rounded up: where first value / difference is greater, zero is far. */
    double[] startShare = new double[0];
    /** Whether every window has at least two samples. */
    boolean everyWindow;

    private final boolean perSecond;
    private long generation = -1;

    WindowExtrapolation(boolean perSecond) {
        this.perSecond = perSecond;
    }

    /** Computes the figures of every window with at least two samples. */
    void prepare(FloatWindows windows) {
        if (windows.areOf(generation)) {
            return;
        }
        generation = windows.generation;
        int steps = windows.grid.count();
        if (sampled.length < steps) {
            sampled = new double[steps];
            toStart = new double[steps];
            toEnd = new double[steps];
            factor = new double[steps];
            startShare = new double[steps];
        }
        everyWindow = true;
        for (int step = 0; step < steps; step++) {
            int first = windows.first[step];
            int last = windows.end[step] - 1;
            if (last > first) {
                prepare(windows, step, windows.times[first], windows.times[last], last - first);
            } else {
                everyWindow = false;
            }
        }
    }

    private void prepare(FloatWindows windows, int step, long firstTime, long lastTime, int intervals) {
        sampled[step] = (lastTime - firstTime) / 1000.0;
        double average = sampled[step] / intervals;
        toStart[step] = limit((firstTime - windows.grid.start(step)) / 1000.0, average);
        toEnd[step] = limit((windows.grid.end(step) - lastTime) / 1000.0, average);
        factor[step] = factor(sampled[step], toStart[step], toEnd[step], windows.grid.range());
        startShare[step] = toStart[step] / sampled[step] * ROUNDED_UP;
    }

    /** Limits the distance to an edge, in seconds, by the mean distance of samples. */
    static double limit(double distance, double average) {
        return distance >= average * 1.1 ? average / 2 : distance;
    }

    /** Returns by what a difference over {@code sampled} seconds is multiplied. */
    double factor(double sampledSeconds, double startSeconds, double endSeconds, long range) {
        double result = 1.0;
        if (sampledSeconds != 0) {
            result = (sampledSeconds + startSeconds + endSeconds) / sampledSeconds;
        }
        return perSecond ? result / seconds(range) : result;
    }

    /** Converts milliseconds to seconds by the steps that Go's {@code Duration.Seconds} takes. */
    static double seconds(long millis) {
        long whole = millis / 1000;
        return whole + (millis % 1000) * 1_000_000 / 1e9;
    }
}
