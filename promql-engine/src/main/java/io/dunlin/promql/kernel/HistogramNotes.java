package io.dunlin.promql.kernel;

import io.dunlin.promql.annotation.Annotation;
import io.dunlin.promql.annotation.HistogramOperation;
import io.dunlin.promql.annotation.Infos;
import io.dunlin.promql.annotation.Warnings;
import io.dunlin.promql.histogram.HistogramSum;
import io.dunlin.tsdb.model.FloatHistogram;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds and subtracts histograms and notes what the user should know of it. The notes of one window are kept back until
 * the window is done, because a window that fails is reported by its failure alone.
 */
final class HistogramNotes {
    private final KernelArgs args;
    private final List<Annotation> notes = new ArrayList<>();

    HistogramNotes(KernelArgs args) {
        this.args = args;
    }

    /** Adds; returns false, with a warning, where the bucket schemas do not mix. */
    boolean add(HistogramSum sum, FloatHistogram other) {
        if (!sum.accepts(other)) {
            mixedSchemas();
            return false;
        }
        sum.add(other);
        noteReconciled(sum, HistogramOperation.ADDITION);
        return true;
    }

    /** Subtracts; returns false, with a warning, where the bucket schemas do not mix. */
    boolean subtract(HistogramSum sum, FloatHistogram other) {
        if (!sum.accepts(other)) {
            mixedSchemas();
            return false;
        }
        sum.subtract(other);
        noteReconciled(sum, HistogramOperation.SUBTRACTION);
        return true;
    }

    private void noteReconciled(HistogramSum sum, HistogramOperation operation) {
        if (sum.boundsReconciled()) {
            notes.add(Infos.mismatchedCustomBuckets(operation, args.position(0)));
        }
    }

    void mixedSchemas() {
        notes.add(Warnings.mixedExponentialCustomHistograms(args.metricName(), args.position(0)));
    }

    void notCounter() {
        notes.add(Warnings.nativeHistogramNotCounter(args.metricName(), args.position(0)));
    }

    void notGauge() {
        notes.add(Warnings.nativeHistogramNotGauge(args.metricName(), args.position(0)));
    }

    void startTimeOverlap() {
        notes.add(Warnings.startTimeOverlap(args.metricName(), args.position(0)));
    }

    /** Forgets the notes so far. */
    void forget() {
        notes.clear();
    }

    /** Hands the notes to the query. */
    void report() {
        notes.forEach(args.annotations()::add);
        notes.clear();
    }
}
