package io.dunlin.promql.operator;

import io.dunlin.promql.annotation.Infos;
import io.dunlin.promql.batch.StepColumn;

/** An aggregation of floats only: histograms are left out, with an info. */
abstract class FloatAccumulator implements GroupAccumulator {
    private final AggregateTools tools;

    FloatAccumulator(AggregateTools tools) {
        this.tools = tools;
    }

    /** Adds a float. */
    abstract void addFloat(int step, double value);

    /** Adds a float at every step. */
    void addAll(double[] values) {
        for (int step = 0; step < values.length; step++) {
            addFloat(step, values[step]);
        }
    }

    /** Returns the number of steps. */
    final int steps() {
        return tools.steps();
    }

    @Override
    public void add(int series, StepColumn column) {
        double[] values = column.values();
        if (!column.hasHistograms() && PresenceBits.isFull(column.presence(), tools.steps())) {
            addAll(values);
            return;
        }
        for (int step = 0; step < tools.steps(); step++) {
            if (!column.has(step)) {
                continue;
            }
            if (column.histogram(step) == null) {
                addFloat(step, values[step]);
            } else {
                tools.annotations().add(Infos.histogramIgnoredInAggregation(tools.name(), tools.position()));
            }
        }
    }
}
