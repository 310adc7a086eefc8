package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.tsdb.model.FloatHistogram;

/** {@code sum}. */
final class SumAccumulator implements GroupAccumulator {
    private final AggregateTools tools;
    private final FloatSum floats;
    private final StepColumn result;
    private HistogramSteps histograms;

    SumAccumulator(AggregateTools tools) {
        this.tools = tools;
        this.floats = new FloatSum(tools.steps());
        this.result = new StepColumn(tools.steps());
    }

    @Override
    public void add(int series, StepColumn column) {
        if (histograms != null || column.hasHistograms()) {
            addMixed(series, column);
            return;
        }
        long[] presence = column.presence();
        PresenceBits.or(result.presence(), presence);
        if (PresenceBits.isFull(presence, tools.steps())) {
            floats.addAll(column.values());
            return;
        }
        for (int word = 0; word < presence.length; word++) {
            floats.add(column.values(), word << 6, presence[word]);
        }
    }

    private void addMixed(int series, StepColumn column) {
        if (histograms == null) {
            histograms = new HistogramSteps(tools.steps(), HistogramAdder::sum, tools.annotations(), tools.position());
        }
        for (int step = 0; step < tools.steps(); step++) {
            FloatHistogram histogram = column.histogram(step);
            if (histogram != null && result.has(step) && !histograms.has(step)) {
                histograms.addToFloats(step);
            } else if (histogram != null) {
                histograms.add(step, histogram, tools.metricNames().apply(series));
            } else if (column.has(step) && !histograms.isIncompatible(step)) {
                floats.add(column.values(), step & ~63, 1L << step);
                PresenceBits.set(result.presence(), step);
            }
        }
    }

    @Override
    public StepColumn finish() {
        floats.copyTo(result);
        if (histograms != null) {
            histograms.finish(result);
        }
        return result;
    }
}
