package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.tsdb.model.FloatHistogram;
import java.util.Arrays;

/**
 * {@code avg}: a compensated sum divided at the end, or, from the sample on that would make the sum infinite, a running
 * mean; the rule of Prometheus 3.14.
 */
final class AverageAccumulator implements GroupAccumulator {
    private final AggregateTools tools;
    private final StepColumn result;
    private final double[] totals;
    private final double[] errors;
    private final double[] counts;
    private final long[] running;
    private boolean anyRunning;
    private HistogramSteps histograms;

    AverageAccumulator(AggregateTools tools) {
        this.tools = tools;
        this.result = new StepColumn(tools.steps());
        this.totals = new double[tools.steps()];
        this.errors = new double[tools.steps()];
        this.counts = new double[tools.steps()];
        this.running = PresenceBits.of(tools.steps());
    }

    @Override
    public void add(int series, StepColumn column) {
        if (histograms == null && column.hasHistograms()) {
            histograms = new HistogramSteps(tools.steps(), HistogramAdder::mean, tools.annotations(), tools.position());
        }
        double[] values = column.values();
        if (histograms == null && PresenceBits.isFull(column.presence(), totals.length) && addAll(values)) {
            return;
        }
        for (int step = 0; step < totals.length; step++) {
            if (!column.has(step)) {
                continue;
            }
            FloatHistogram histogram = column.histogram(step);
            if (histogram != null && result.has(step) && !histograms.has(step)) {
                histograms.addToFloats(step);
            } else if (histogram != null) {
                histograms.add(step, histogram, tools.metricNames().apply(series));
            } else if (histograms == null || !histograms.isIncompatible(step)) {
                addFloat(step, values[step]);
            }
        }
    }

    /**
     * Adds a float at every step where all of them have had equally many, and no total is or gets infinite or NaN; otherwise
     * returns false and adds nothing. By two-sum, as {@link FloatSum}.
     */
    private boolean addAll(double[] values) {
        double before = counts[0];
        double spoiled = 0;
        boolean uneven = false;
        for (int step = 0; step < totals.length; step++) {
            uneven |= counts[step] != before;
            spoiled += (totals[step] + values[step]) * 0;
        }
        if (uneven || spoiled != 0 || anyRunning) {
            return false;
        }
        Arrays.fill(counts, before + 1);
        result.presentAll();
        if (before == 0) {
            System.arraycopy(values, 0, totals, 0, totals.length);
            return true;
        }
        for (int step = 0; step < totals.length; step++) {
            double value = values[step];
            double sum = totals[step];
            double total = sum + value;
            double part = total - sum;
            errors[step] += (sum - (total - part)) + (value - part);
            totals[step] = total;
        }
        return true;
    }

    private void addFloat(int step, double value) {
        double count = ++counts[step];
        if (count == 1) {
            totals[step] = value;
            PresenceBits.set(result.presence(), step);
            return;
        }
        if (!PresenceBits.has(running, step)) {
            double sum = totals[step] + value;
            if (!Double.isInfinite(sum)) {
                addCompensated(step, totals[step], value);
                return;
            }
            PresenceBits.set(running, step);
            anyRunning = true;
            totals[step] /= count - 1;
            errors[step] /= count - 1;
        }
        double share = (count - 1) / count;
        errors[step] *= share;
        addCompensated(step, share * totals[step], value / count);
    }

    private void addCompensated(int step, double base, double increment) {
        double sum = base + increment;
        if (Double.isInfinite(sum)) {
            errors[step] = 0;
        } else if (Math.abs(base) >= Math.abs(increment)) {
            errors[step] += (base - sum) + increment;
        } else {
            errors[step] += (increment - sum) + base;
        }
        totals[step] = sum;
    }

    @Override
    public StepColumn finish() {
        for (int step = 0; step < totals.length; step++) {
            if (result.has(step)) {
                result.values()[step] = PresenceBits.has(running, step)
                        ? totals[step] + errors[step]
                        : totals[step] / counts[step] + errors[step] / counts[step];
            }
        }
        if (histograms != null) {
            histograms.finish(result);
        }
        return result;
    }
}
