package io.dunlin.promql.operator;

import io.dunlin.promql.annotation.Annotation;
import io.dunlin.promql.annotation.HistogramOperation;
import io.dunlin.promql.annotation.Infos;
import io.dunlin.promql.annotation.Warnings;
import io.dunlin.promql.function.BinaryOp;
import io.dunlin.promql.histogram.HistogramEquality;
import io.dunlin.promql.histogram.HistogramSum;
import io.dunlin.promql.histogram.HistogramTrim;
import io.dunlin.promql.kernel.BinaryArithmetic;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;

/**
 * A binary operator between two samples, each a float or a histogram. Reused: the getters tell of the last {@link #apply}.
 * Used by one thread.
 */
final class ElementOperation {
    private final BinaryOp op;
    private final int position;
    private double value;
    private FloatHistogram histogram;
    private boolean kept;
    private boolean failed;
    private Annotation note;

    ElementOperation(BinaryOp op, int position) {
        this.op = op;
        this.position = position;
    }

    /** Applies the operator; a side is a histogram where that is not null, else a float. */
    void apply(double left, FloatHistogram leftHistogram, double right, FloatHistogram rightHistogram) {
        value = 0;
        histogram = null;
        kept = true;
        failed = false;
        note = null;
        if (leftHistogram == null && rightHistogram == null) {
            applyFloats(left, right);
        } else if (leftHistogram == null) {
            applyFloatHistogram(left, rightHistogram);
        } else if (rightHistogram == null) {
            applyHistogramFloat(leftHistogram, right);
        } else {
            applyHistograms(leftHistogram, rightHistogram);
        }
    }

    private void applyFloats(double left, double right) {
        if (op.isComparison()) {
            value = left;
            kept = BinaryArithmetic.holds(op, left, right);
        } else if (op.isTrim()) {
            refuse("float", "float");
        } else {
            value = BinaryArithmetic.compute(op, left, right);
        }
    }

    private void applyFloatHistogram(double left, FloatHistogram right) {
        if (op == BinaryOp.MUL) {
            histogram = HistogramSum.of(right).multiply(left).compact().toHistogram();
        } else {
            refuse("float", "histogram");
        }
    }

    private void applyHistogramFloat(FloatHistogram left, double right) {
        if (op == BinaryOp.MUL) {
            histogram = HistogramSum.of(left).multiply(right).compact().toHistogram();
        } else if (op == BinaryOp.DIV) {
            histogram = HistogramSum.of(left).divide(right).compact().toHistogram();
        } else if (op == BinaryOp.TRIM_UPPER) {
            histogram = HistogramTrim.keepBelow(left, right);
        } else if (op == BinaryOp.TRIM_LOWER) {
            histogram = HistogramTrim.keepAbove(left, right);
        } else {
            refuse("histogram", "float");
        }
    }

    private void applyHistograms(FloatHistogram left, FloatHistogram right) {
        if (op == BinaryOp.EQUAL || op == BinaryOp.NOT_EQUAL) {
            histogram = left;
            kept = HistogramEquality.same(left, right) == (op == BinaryOp.EQUAL);
        } else if (op == BinaryOp.ADD || op == BinaryOp.SUB) {
            combine(left, right);
        } else {
            refuse("histogram", "histogram");
        }
    }

    private void combine(FloatHistogram left, FloatHistogram right) {
        if (!HistogramSum.compatible(left, right)) {
            fail(Warnings.incompatibleBucketLayoutInBinaryOperation(op.symbol(), position));
            return;
        }
        boolean adds = op == BinaryOp.ADD;
        HistogramOperation operation = adds ? HistogramOperation.ADDITION : HistogramOperation.SUBTRACTION;
        HistogramSum sum = HistogramSum.of(left);
        if (adds) {
            sum.add(right);
        } else {
            sum.subtract(right).hint(CounterResetHint.GAUGE);
        }
        if (sum.hintsCollided()) {
            fail(Warnings.histogramCounterResetCollision(operation, position));
            return;
        }
        if (sum.boundsReconciled()) {
            note = Infos.mismatchedCustomBuckets(operation, position);
        }
        histogram = sum.compact().toHistogram();
    }

    private void refuse(String left, String right) {
        fail(Infos.incompatibleTypesInBinaryOperation(left, op.symbol(), right, position));
    }

    private void fail(Annotation problem) {
        note = problem;
        failed = true;
    }

    /** Returns whether there is no result at all. */
    boolean failed() {
        return failed;
    }

    /** Returns whether a filter keeps the result. */
    boolean kept() {
        return kept;
    }

    /** Returns the float result, unless there is a histogram. */
    double value() {
        return value;
    }

    /** Returns the histogram result, or null for a float. */
    FloatHistogram histogram() {
        return histogram;
    }

    /** Returns what is to be noted, or null. */
    Annotation note() {
        return note;
    }
}
