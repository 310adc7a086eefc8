package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import java.util.Arrays;

/** {@code min} and {@code max}; NaN only where there is nothing else. A step without a value holds NaN until it has one. */
final class ExtremeAccumulator extends FloatAccumulator {
    private final StepColumn result;
    private final boolean largest;

    ExtremeAccumulator(AggregateTools tools, boolean largest) {
        super(tools);
        this.result = new StepColumn(tools.steps());
        this.largest = largest;
        Arrays.fill(result.values(), Double.NaN);
    }

    @Override
    void addFloat(int step, double value) {
        double best = result.values()[step];
        boolean better = largest ? best < value : best > value;
        if (better || Double.isNaN(best)) {
            result.set(step, value);
        }
    }

    @Override
    void addAll(double[] values) {
        result.presentAll();
        if (largest) {
            addAllForMax(values, result.values());
        } else {
            addAllForMin(values, result.values());
        }
    }

    private static void addAllForMax(double[] values, double[] bests) {
        for (int step = 0; step < bests.length; step++) {
            double best = bests[step];
            double value = values[step];
            bests[step] = best < value || Double.isNaN(best) ? value : best;
        }
    }

    private static void addAllForMin(double[] values, double[] bests) {
        for (int step = 0; step < bests.length; step++) {
            double best = bests[step];
            double value = values[step];
            bests[step] = best > value || Double.isNaN(best) ? value : best;
        }
    }

    @Override
    public StepColumn finish() {
        return result;
    }
}
