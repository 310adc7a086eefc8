package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import java.util.Arrays;

/** {@code quantile}. It needs all values of a step at once, so its size grows with the group's series. */
final class QuantileAccumulator extends FloatAccumulator {
    private final QueryContext context;
    private final double[] quantiles;
    private final double[][] values;
    private final int[] counts;

    QuantileAccumulator(QueryContext context, AggregateTools tools, double[] quantiles) {
        super(tools);
        this.context = context;
        this.quantiles = quantiles;
        this.values = new double[tools.steps()][];
        this.counts = new int[tools.steps()];
    }

    @Override
    public void add(int series, StepColumn column) {
        context.hold(column.present());
        context.memory().take((long) column.present() * Double.BYTES);
        super.add(series, column);
    }

    @Override
    void addFloat(int step, double value) {
        double[] all = values[step];
        if (all == null) {
            all = new double[8];
        } else if (counts[step] == all.length) {
            all = Arrays.copyOf(all, 2 * all.length);
        }
        all[counts[step]++] = value;
        values[step] = all;
    }

    @Override
    public StepColumn finish() {
        StepColumn result = new StepColumn(steps());
        long held = 0;
        for (int step = 0; step < steps(); step++) {
            if (counts[step] > 0) {
                result.set(step, SortedQuantile.of(quantiles[step], values[step], counts[step]));
                held += counts[step];
            }
        }
        context.release(held);
        context.memory().give(held * Double.BYTES);
        return result;
    }
}
