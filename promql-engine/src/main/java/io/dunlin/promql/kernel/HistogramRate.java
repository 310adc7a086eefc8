package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.histogram.CounterResets;
import io.dunlin.promql.histogram.HistogramSum;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;

/** {@code rate}, {@code increase} and {@code delta} of native histograms; the result is a gauge histogram. */
final class HistogramRate implements RangeFunction.HistogramPart {
    private static final double[] NO_BUCKETS = {};
    private static final int[] NO_SPANS = {};
    private static final int NOT_COMPATIBLE = Integer.MAX_VALUE;

    private final boolean counter;
    private final WindowExtrapolation extrapolation;

    HistogramRate(boolean counter, boolean perSecond) {
        this.counter = counter;
        this.extrapolation = new WindowExtrapolation(perSecond);
    }

    @Override
    public void evaluate(HistogramWindows w, int step, int from, int to, KernelArgs args, StepColumn out) {
        HistogramNotes notes = new HistogramNotes(args);
        HistogramSum sum = null;
        if (to - from > 1) {
            sum = difference(w, from, to - 1, notes);
            if (sum == null) {
                notes.report();
                return;
            }
        }
        HistogramSum result = extrapolate(w, step, from, to - 1, sum, notes);
        notes.report();
        if (result != null) {
            out.set(step, result.toHistogram());
        }
    }

    /** Returns the increase from the first to the last sample, or null where the histograms do not fit together. */
    private HistogramSum difference(HistogramWindows w, int first, int last, HistogramNotes notes) {
        FloatHistogram newest = w.histograms[last];
        FloatHistogram start = w.histograms[first];
        if (counter && (isGauge(start) || isGauge(newest))) {
            notes.notCounter();
        }
        if (counter && isReset(w, first + 1, start)) {
            // Before a reset in the second sample the first one's layout does not matter.
            start = emptyLike(w.histograms[first + 1]);
        }
        if (!HistogramSum.compatible(newest, start)) {
            notes.mixedSchemas();
            return null;
        }
        int schema = coarsestSchema(w, first, last, start, notes);
        if (schema == NOT_COMPATIBLE) {
            return null;
        }
        HistogramSum sum = HistogramSum.of(newest);
        if (!newest.usesCustomBuckets()) {
            sum.reduce(schema);
        }
        notes.subtract(sum, start);
        if (counter) {
            if (!addBeforeResets(w, first, last, start, sum, notes)) {
                return null;
            }
        } else if (!isGauge(w.histograms[first]) || !isGauge(newest)) {
            notes.notGauge();
        }
        return sum.hint(CounterResetHint.GAUGE).compact();
    }

    private int coarsestSchema(HistogramWindows w, int first, int last, FloatHistogram start, HistogramNotes notes) {
        int schema = Math.min(w.histograms[last].schema(), start.schema());
        for (int i = first + 1; counter && i < last; i++) {
            FloatHistogram between = w.histograms[i];
            if (isGauge(between)) {
                notes.notCounter();
            }
            if (!HistogramSum.compatible(between, start)) {
                notes.forget();
                notes.mixedSchemas();
                return NOT_COMPATIBLE;
            }
            schema = Math.min(schema, between.schema());
        }
        return schema;
    }

    private boolean addBeforeResets(
            HistogramWindows w, int first, int last, FloatHistogram start, HistogramSum sum, HistogramNotes notes) {
        FloatHistogram previous = start;
        boolean overlapNoted = w.startTimes == null;
        for (int i = first + 1; i <= last; i++) {
            if (!overlapNoted && StartTimes.overlaps(w.startTimes[i - 1], w.times[i - 1], w.startTimes[i])) {
                notes.startTimeOverlap();
                overlapNoted = true;
            }
            if (isReset(w, i, previous) && !notes.add(sum, previous)) {
                return false;
            }
            previous = w.histograms[i];
        }
        return true;
    }

    private static boolean isReset(HistogramWindows w, int i, FloatHistogram previous) {
        return w.startTimes != null
                        && StartTimes.isReset(w.startTimes[i - 1], w.times[i - 1], w.startTimes[i], w.times[i])
                || CounterResets.detect(w.histograms[i], previous);
    }

    private static boolean isGauge(FloatHistogram histogram) {
        return histogram.counterResetHint() == CounterResetHint.GAUGE;
    }

    private static FloatHistogram emptyLike(FloatHistogram layout) {
        return new FloatHistogram(
                layout.schema(),
                CounterResetHint.UNKNOWN,
                0,
                0,
                0,
                0,
                NO_SPANS,
                NO_BUCKETS,
                NO_SPANS,
                NO_BUCKETS,
                layout.customValues());
    }

    /** Extrapolates as {@link ExtrapolatedRate} does, by the counts of observations; {@code increase} may be null. */
    private HistogramSum extrapolate(
            HistogramWindows w, int step, int first, int last, HistogramSum increase, HistogramNotes notes) {
        long firstTime = w.times[first];
        long lastTime = w.times[last];
        long windowStart = w.grid.start(step);
        double sampled = (lastTime - firstTime) / 1000.0;
        double average = last > first ? sampled / (last - first) : 0;
        double toStart = (firstTime - windowStart) / 1000.0;
        double toEnd = WindowExtrapolation.limit((w.grid.end(step) - lastTime) / 1000.0, average);
        HistogramSum result = increase;
        long start = w.startTimes == null ? 0 : w.startTimes[first];
        if (counter && start != 0 && start > windowStart && start < firstTime) {
            toStart = 0;
            sampled = (lastTime - start) / 1000.0;
            if (result == null) {
                result = HistogramSum.of(w.histograms[first]);
            } else if (!notes.add(result, w.histograms[first])) {
                return null;
            }
        } else if (result == null) {
            return null;
        } else {
            toStart = WindowExtrapolation.limit(toStart, average);
            double firstCount = w.histograms[first].count();
            if (counter && result.count() > 0 && firstCount >= 0) {
                double toZero = sampled * (firstCount / result.count());
                toStart = toZero < toStart ? toZero : toStart;
            }
        }
        return result.multiply(extrapolation.factor(sampled, toStart, toEnd, w.grid.range()));
    }
}
