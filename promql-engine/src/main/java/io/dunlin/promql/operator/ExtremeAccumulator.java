package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;

/** {@code min} and {@code max}; NaN only where there is nothing else. */
final class ExtremeAccumulator extends FloatAccumulator {
    private final StepColumn result;
    private final boolean largest;

    ExtremeAccumulator(AggregateTools tools, boolean largest) {
        super(tools);
        this.result = new StepColumn(tools.steps());
        this.largest = largest;
    }

    @Override
    void addFloat(int step, double value) {
        double best = result.values()[step];
        boolean better = largest ? best < value : best > value;
        if (better || Double.isNaN(best) || !result.has(step)) {
            result.set(step, value);
        }
    }

    @Override
    public StepColumn finish() {
        return result;
    }
}
