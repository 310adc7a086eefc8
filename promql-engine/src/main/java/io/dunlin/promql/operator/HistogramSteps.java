package io.dunlin.promql.operator;

import io.dunlin.promql.annotation.Annotations;
import io.dunlin.promql.annotation.HistogramOperation;
import io.dunlin.promql.annotation.Infos;
import io.dunlin.promql.annotation.Warnings;
import io.dunlin.promql.batch.StepColumn;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import java.util.function.Function;

/**
 * The histograms of one group at every step, for {@code sum} and {@code avg}. A step with floats and histograms, or with
 * histograms that cannot be combined, has no result.
 */
final class HistogramSteps {
    private final Function<FloatHistogram, HistogramAdder> start;
    private final HistogramAdder[] adders;
    private final long[] incompatible;
    private final long[] mixed;
    private final long[] resets;
    private final long[] nonResets;
    private final Annotations annotations;
    private final int position;

    HistogramSteps(int steps, Function<FloatHistogram, HistogramAdder> start, Annotations annotations, int position) {
        this.start = start;
        this.adders = new HistogramAdder[steps];
        this.incompatible = PresenceBits.of(steps);
        this.mixed = PresenceBits.of(steps);
        this.resets = PresenceBits.of(steps);
        this.nonResets = PresenceBits.of(steps);
        this.annotations = annotations;
        this.position = position;
    }

    /** Returns whether a histogram was added at a step. */
    boolean has(int step) {
        return adders[step] != null;
    }

    /** Returns whether a step met histograms that cannot be combined: nothing more counts there. */
    boolean isIncompatible(int step) {
        return PresenceBits.has(incompatible, step);
    }

    /** Notes a histogram at a step that had a float before: the step has no result whatever follows. */
    void addToFloats(int step) {
        PresenceBits.set(mixed, step);
    }

    /** Adds a histogram of a series. */
    void add(int step, FloatHistogram histogram, String metricName) {
        if (isIncompatible(step)) {
            return;
        }
        if (histogram.counterResetHint() == CounterResetHint.RESET) {
            PresenceBits.set(resets, step);
        } else if (histogram.counterResetHint() == CounterResetHint.NOT_RESET) {
            PresenceBits.set(nonResets, step);
        }
        if (adders[step] == null) {
            adders[step] = start.apply(histogram);
        } else if (!adders[step].accepts(histogram)) {
            annotations.add(Warnings.mixedExponentialCustomHistograms(metricName, position));
            PresenceBits.set(incompatible, step);
        } else if (adders[step].add(histogram)) {
            annotations.add(Infos.mismatchedCustomBuckets(HistogramOperation.AGGREGATION, position));
        }
    }

    /** Sets the results of the steps that have histograms; {@code out} has the floats' results. */
    void finish(StepColumn out) {
        for (int step = 0; step < adders.length; step++) {
            if (adders[step] == null && !PresenceBits.has(mixed, step)) {
                continue;
            }
            if (out.has(step)) {
                annotations.add(Warnings.mixedFloatsHistogramsAggregation(position));
                out.unset(step);
            } else if (!isIncompatible(step)) {
                out.set(step, adders[step].result());
                noteCollision(step);
            }
        }
    }

    private void noteCollision(int step) {
        if (PresenceBits.has(resets, step) && PresenceBits.has(nonResets, step)) {
            annotations.add(Warnings.histogramCounterResetCollision(HistogramOperation.AGGREGATION, position));
        }
    }
}
