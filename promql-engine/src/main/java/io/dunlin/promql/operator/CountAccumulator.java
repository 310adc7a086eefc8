package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;

/** {@code count}, of floats and histograms alike, and {@code group}, whose value is always 1. */
final class CountAccumulator implements GroupAccumulator {
    private final StepColumn result;
    private final double increment;

    private CountAccumulator(int steps, double start, double increment) {
        this.result = new StepColumn(steps);
        this.increment = increment;
        java.util.Arrays.fill(result.values(), start);
    }

    static CountAccumulator count(AggregateTools tools) {
        return new CountAccumulator(tools.steps(), 0, 1);
    }

    static CountAccumulator group(AggregateTools tools) {
        return new CountAccumulator(tools.steps(), 1, 0);
    }

    @Override
    public void add(int series, StepColumn column) {
        long[] presence = column.presence();
        double[] counts = result.values();
        PresenceBits.or(result.presence(), presence);
        for (int word = 0; word < presence.length; word++) {
            for (long rest = presence[word]; rest != 0; rest &= rest - 1) {
                counts[(word << 6) + Long.numberOfTrailingZeros(rest)] += increment;
            }
        }
    }

    @Override
    public StepColumn finish() {
        return result;
    }
}
