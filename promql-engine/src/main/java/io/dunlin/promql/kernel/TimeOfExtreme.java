package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.StepColumn;

/** {@code ts_of_min_over_time} and {@code ts_of_max_over_time}: the time, in seconds, of the newest extreme. */
final class TimeOfExtreme implements RangeFunction.FloatPart {
    private final boolean max;

    TimeOfExtreme(boolean max) {
        this.max = max;
    }

    @Override
    public void evaluate(FloatWindows windows, KernelArgs args, StepColumn out) {
        double[] values = windows.values;
        for (int step = 0; step < windows.grid.count(); step++) {
            int first = windows.first[step];
            int end = windows.end[step];
            int best = first;
            for (int i = first; i < end; i++) {
                boolean reaches = max ? values[i] >= values[best] : values[i] <= values[best];
                if (reaches || Double.isNaN(values[best])) {
                    best = i;
                }
            }
            if (first < end) {
                out.set(step, windows.times[best] / 1000.0);
            }
        }
    }
}
