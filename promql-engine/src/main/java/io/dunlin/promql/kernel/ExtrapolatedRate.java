package io.dunlin.promql.kernel;

import io.dunlin.promql.annotation.Warnings;
import io.dunlin.promql.batch.StepColumn;
import java.util.Arrays;

/**
 * {@code rate}, {@code increase} and {@code delta} of floats: the difference of the last and first sample of a window,
 * plus for counters the value before each reset, extrapolated to the window's edges. Resets are found once a series, so
 * a window costs as much as it has resets.
 */
final class ExtrapolatedRate implements RangeFunction.FloatPart {
    private final boolean counter;
    private final WindowExtrapolation extrapolation;
    private final Positions resets = new Positions();
    private final Positions overlaps = new Positions();

    ExtrapolatedRate(boolean counter, boolean perSecond) {
        this.counter = counter;
        this.extrapolation = new WindowExtrapolation(perSecond);
    }

    /** Sample indices in rising order, and the first one behind the start of the window that is looked at. */
    private static final class Positions {
        private int[] at = new int[16];
        private int count;
        private int next;

        void clear() {
            count = 0;
            next = 0;
        }

        void add(int index) {
            if (count == at.length) {
                at = Arrays.copyOf(at, 2 * count);
            }
            at[count++] = index;
        }

        /** Moves to the first position behind {@code first}; windows never move back. */
        int seek(int first) {
            while (next < count && at[next] <= first) {
                next++;
            }
            return next;
        }

        boolean anyIn(int first, int last) {
            int i = seek(first);
            return i < count && at[i] <= last;
        }
    }

    @Override
    public void evaluate(FloatWindows windows, KernelArgs args, StepColumn out) {
        extrapolation.prepare(windows);
        resets.clear();
        overlaps.clear();
        if (counter) {
            findResets(windows);
        }
        boolean useStarts = counter && windows.startTimes != null;
        if (resets.count == 0 && !useStarts && extrapolation.everyWindow) {
            evaluateWithoutResets(windows, out);
            return;
        }
        for (int step = 0; step < windows.grid.count(); step++) {
            int first = windows.first[step];
            int last = windows.end[step] - 1;
            if (useStarts && last >= first && startsInside(windows, step)) {
                out.set(step, fromStartTime(windows, step, first, last));
            } else if (last > first) {
                double difference = difference(windows.values, first, last);
                out.set(step, difference * factor(windows, step, windows.values[first], difference));
            }
        }
        if (overlaps.count > 0) {
            warnOfOverlaps(windows, args);
        }
    }

    /**
     * The common case, every window with two samples and no reset: two reads and a multiplication a step. Whether a window
     * may reach below zero is asked by a multiplication that errs on the safe side, and only then by the division; one that
     * does not rise never does.
     */
    private void evaluateWithoutResets(FloatWindows windows, StepColumn out) {
        int[] first = windows.first;
        int[] end = windows.end;
        double[] values = windows.values;
        double[] factors = extrapolation.factor;
        double[] shares = extrapolation.startShare;
        double[] results = out.values();
        for (int step = 0; step < results.length; step++) {
            double firstValue = values[first[step]];
            double difference = values[end[step] - 1] - firstValue;
            results[step] = difference * factors[step];
            if (difference > 0 && firstValue <= difference * shares[step]) {
                results[step] = difference * factor(windows, step, firstValue, difference);
            }
        }
        out.presentAll();
    }

    private double difference(double[] values, int first, int last) {
        double difference = values[last] - values[first];
        for (int i = resets.seek(first); i < resets.count && resets.at[i] <= last; i++) {
            difference += values[resets.at[i] - 1];
        }
        return difference;
    }

    private void findResets(FloatWindows windows) {
        double[] values = windows.values;
        for (int i = 1; i < windows.size; i++) {
            if (values[i] < values[i - 1]) {
                resets.add(i);
            }
        }
        if (windows.startTimes != null) {
            findStartTimeResets(windows);
        }
    }

    private void findStartTimeResets(FloatWindows windows) {
        long[] starts = windows.startTimes;
        long[] times = windows.times;
        resets.clear();
        for (int i = 1; i < windows.size; i++) {
            if (windows.values[i] < windows.values[i - 1]
                    || StartTimes.isReset(starts[i - 1], times[i - 1], starts[i], times[i])) {
                resets.add(i);
            }
            if (StartTimes.overlaps(starts[i - 1], times[i - 1], starts[i])) {
                overlaps.add(i);
            }
        }
    }

    /** A counter is not extrapolated below zero: it is taken to begin where its slope meets zero. */
    private double factor(FloatWindows windows, int step, double firstValue, double difference) {
        if (counter && difference > 0 && firstValue >= 0) {
            double sampled = extrapolation.sampled[step];
            double toZero = sampled * (firstValue / difference);
            if (toZero < extrapolation.toStart[step]) {
                return extrapolation.factor(sampled, toZero, extrapolation.toEnd[step], windows.grid.range());
            }
        }
        return extrapolation.factor[step];
    }

    /** Returns whether the first sample of a window started within the window: it then counts from zero. */
    private static boolean startsInside(FloatWindows windows, int step) {
        int first = windows.first[step];
        long start = windows.startTimes[first];
        return start != 0 && start > windows.grid.start(step) && start < windows.times[first];
    }

    private double fromStartTime(FloatWindows windows, int step, int first, int last) {
        double increase = difference(windows.values, first, last) + windows.values[first];
        long lastTime = windows.times[last];
        double average = last > first ? (lastTime - windows.times[first]) / 1000.0 / (last - first) : 0;
        double toEnd = WindowExtrapolation.limit((windows.grid.end(step) - lastTime) / 1000.0, average);
        double sampled = (lastTime - windows.startTimes[first]) / 1000.0;
        return increase * extrapolation.factor(sampled, 0, toEnd, windows.grid.range());
    }

    private void warnOfOverlaps(FloatWindows windows, KernelArgs args) {
        for (int step = 0; step < windows.grid.count(); step++) {
            if (overlaps.anyIn(windows.first[step], windows.end[step] - 1)) {
                args.annotations().add(Warnings.startTimeOverlap(args.metricName(), args.position(0)));
            }
        }
    }
}
