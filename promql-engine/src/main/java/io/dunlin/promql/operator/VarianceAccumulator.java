package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;

/** {@code stdvar} and {@code stddev} by Welford's method. */
final class VarianceAccumulator extends FloatAccumulator {
    private final StepColumn result;
    private final double[] means;
    private final double[] counts;
    private final boolean root;

    VarianceAccumulator(AggregateTools tools, boolean root) {
        super(tools);
        this.result = new StepColumn(tools.steps());
        this.means = new double[tools.steps()];
        this.counts = new double[tools.steps()];
        this.root = root;
    }

    @Override
    void addFloat(int step, double value) {
        double count = ++counts[step];
        if (count == 1) {
            means[step] = value;
            result.set(step, Double.isFinite(value) ? 0 : Double.NaN);
            return;
        }
        double delta = value - means[step];
        means[step] += delta / count;
        result.values()[step] += delta * (value - means[step]);
    }

    @Override
    public StepColumn finish() {
        double[] values = result.values();
        for (int step = 0; step < steps(); step++) {
            if (result.has(step)) {
                double variance = values[step] / counts[step];
                values[step] = root ? Math.sqrt(variance) : variance;
            }
        }
        return result;
    }
}
