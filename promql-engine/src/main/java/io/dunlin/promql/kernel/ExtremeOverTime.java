package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.StepColumn;

/**
 * {@code min_over_time} and {@code max_over_time}. A queue holds the samples that can still be the extreme of a window:
 * each better than all behind it, the best in front, so that a series costs as much as it has samples, however much its
 * windows overlap. NaN counts only where a window has nothing else; of equal values the oldest is taken.
 */
final class ExtremeOverTime implements RangeFunction.FloatPart {
    private final boolean max;
    private int[] queue = new int[0];

    ExtremeOverTime(boolean max) {
        this.max = max;
    }

    @Override
    public void evaluate(FloatWindows windows, KernelArgs args, StepColumn out) {
        if (queue.length < windows.size) {
            queue = new int[windows.values.length];
        }
        double[] values = windows.values;
        int head = 0;
        int tail = 0;
        int taken = 0;
        for (int step = 0; step < windows.grid.count(); step++) {
            int first = windows.first[step];
            int end = windows.end[step];
            for (; taken < end; taken++) {
                double value = values[taken];
                while (tail > head && beats(value, values[queue[tail - 1]])) {
                    tail--;
                }
                queue[tail++] = taken;
            }
            while (head < tail && queue[head] < first) {
                head++;
            }
            if (first < end) {
                out.set(step, values[queue[head]]);
            }
        }
    }

    private boolean beats(double value, double other) {
        if (Double.isNaN(other)) {
            return !Double.isNaN(value);
        }
        return max ? value > other : value < other;
    }
}
