package io.dunlin.promql.histogram;

import io.dunlin.promql.math.KahanSum;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;

/**
 * A histogram to which others are added. Differences are reconciled as Prometheus does: the coarser of two schemas, the
 * wider of two zero buckets (widened to a bucket boundary where it would cut a populated bucket), the common bounds of
 * two sets of custom buckets. Exponential and custom buckets do not mix: ask {@link #accepts} first.
 *
 * <p>Plain and compensated additions are different results in the last bit; which one is right depends on the PromQL
 * function. After {@link #addCompensated} the errors are carried until {@link #settle}. Mutable, not thread-safe.
 */
public final class HistogramSum {
    private static final int ZERO = 0;
    private static final int COUNT = 1;
    private static final int SUM = 2;

    private int schema;
    private CounterResetHint hint;
    private double zeroThreshold;
    private double[] customValues;
    private final double[] totals;
    /** Null while no compensated addition has been made. */
    private double[] errors;

    private final BucketList positive;
    private final BucketList negative;
    private boolean hintsCollided;
    private boolean boundsReconciled;

    private HistogramSum(FloatHistogram start) {
        schema = start.schema();
        hint = start.counterResetHint();
        // Custom buckets have no zero bucket, whatever a factor makes of its empty count.
        zeroThreshold = usesCustomBuckets() ? 0 : start.zeroThreshold();
        customValues = start.customValues() == null ? new double[0] : start.customValues();
        totals = new double[] {usesCustomBuckets() ? 0 : start.zeroCount(), start.count(), start.sum()};
        positive = BucketList.of(start.positiveSpans(), start.positiveBuckets());
        negative = BucketList.of(start.negativeSpans(), start.negativeBuckets());
    }

    private HistogramSum(HistogramSum that) {
        schema = that.schema;
        hint = that.hint;
        zeroThreshold = that.zeroThreshold;
        customValues = that.customValues;
        totals = that.totals.clone();
        errors = that.errors == null ? null : that.errors.clone();
        positive = that.positive.copy();
        negative = that.negative.copy();
        hintsCollided = that.hintsCollided;
        boundsReconciled = that.boundsReconciled;
    }

    /** Starts a sum with a copy of this histogram. */
    public static HistogramSum of(FloatHistogram start) {
        return new HistogramSum(start);
    }

    /** Returns an independent copy. */
    public HistogramSum copy() {
        return new HistogramSum(this);
    }

    /** Returns whether both histograms have exponential buckets or both have custom ones. */
    public static boolean compatible(FloatHistogram a, FloatHistogram b) {
        return a.usesCustomBuckets() == b.usesCustomBuckets();
    }

    /** Returns whether the histogram can be added: exponential to exponential or custom to custom. */
    public boolean accepts(FloatHistogram other) {
        return usesCustomBuckets() == other.usesCustomBuckets();
    }

    /** Returns the number of observations, without errors that are not settled yet. */
    public double count() {
        return totals[COUNT];
    }

    /** Returns whether the buckets are custom ones. */
    public boolean usesCustomBuckets() {
        return schema == FloatHistogram.CUSTOM_BUCKETS_SCHEMA;
    }

    /** Returns whether the last addition or subtraction joined a counter reset with its explicit absence. */
    public boolean hintsCollided() {
        return hintsCollided;
    }

    /** Returns whether the last addition or subtraction had to reconcile different custom bounds. */
    public boolean boundsReconciled() {
        return boundsReconciled;
    }

    /**
     * Adds a histogram.
     *
     * @throws IllegalArgumentException unless {@link #accepts} it
     */
    public HistogramSum add(FloatHistogram other) {
        combine(other, 1);
        return this;
    }

    /**
     * Subtracts a histogram. The hint is handled as in an addition; PromQL's minus sets it to gauge afterwards.
     *
     * @throws IllegalArgumentException unless {@link #accepts} it
     */
    public HistogramSum subtract(FloatHistogram other) {
        combine(other, -1);
        return this;
    }

    /**
     * Adds a histogram with compensated summation of all counts.
     *
     * @throws IllegalArgumentException unless {@link #accepts} it
     */
    public HistogramSum addCompensated(FloatHistogram other) {
        if (errors == null) {
            errors = new double[totals.length];
            positive.compensate();
            negative.compensate();
        }
        combine(other, 1);
        return this;
    }

    private void combine(FloatHistogram other, double sign) {
        if (!accepts(other)) {
            throw new IllegalArgumentException(
                    "exponential and custom buckets do not mix: schema=" + schema + " other=" + other.schema());
        }
        boundsReconciled = false;
        hintsCollided = joinHints(other.counterResetHint());
        if (!usesCustomBuckets()) {
            addZeroBucket(other, sign);
        }
        addTotal(COUNT, sign * other.count());
        addTotal(SUM, sign * other.sum());
        BucketList otherPositive = BucketList.of(other.positiveSpans(), other.positiveBuckets());
        if (usesCustomBuckets()) {
            combineCustom(otherPositive, other.customValues(), sign);
            return;
        }
        BucketList otherNegative = BucketList.of(other.negativeSpans(), other.negativeBuckets());
        int common = Math.min(schema, other.schema());
        if (other.schema() > common && errors != null) {
            otherPositive.compensate();
            otherNegative.compensate();
        }
        otherPositive.reduce(other.schema(), common);
        otherNegative.reduce(other.schema(), common);
        reduce(common);
        positive.add(otherPositive, sign, zeroThreshold, schema);
        negative.add(otherNegative, sign, zeroThreshold, schema);
    }

    private void combineCustom(BucketList other, double[] otherValues, double sign) {
        double[] otherBounds = otherValues == null ? new double[0] : otherValues;
        if (sameBounds(customValues, otherBounds)) {
            positive.add(other, sign, zeroThreshold, schema);
            return;
        }
        double[] common = BucketBounds.intersect(customValues, otherBounds);
        positive.addReconciled(other, sign, customValues, otherBounds, common);
        customValues = common;
        boundsReconciled = true;
    }

    /** Compares bounds as numbers: no NaN equals itself. */
    static boolean sameBounds(double[] a, double[] b) {
        if (a.length != b.length) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        return true;
    }

    private void addTotal(int which, double value) {
        if (errors == null) {
            totals[which] += value;
        } else {
            KahanSum.add(value, totals, errors, which);
        }
    }

    /** Joins the other hint into this one; returns whether a reset met its explicit absence. */
    private boolean joinHints(CounterResetHint other) {
        if (other == hint || hint == CounterResetHint.GAUGE) {
            return false;
        }
        if (other == CounterResetHint.GAUGE) {
            hint = CounterResetHint.GAUGE;
            return false;
        }
        boolean collision = hint != CounterResetHint.UNKNOWN && other != CounterResetHint.UNKNOWN;
        hint = CounterResetHint.UNKNOWN;
        return collision;
    }

    /**
     * Adds the zero count. The narrower of both zero buckets is widened until they are the same and cut no populated
     * bucket of either histogram; the other histogram is not changed.
     */
    private void addZeroBucket(FloatHistogram other, double sign) {
        if (other.zeroThreshold() == zeroThreshold) {
            addTotal(ZERO, sign * other.zeroCount());
            return;
        }
        ZeroBucket theirs = new ZeroBucket(other);
        while (theirs.threshold() != zeroThreshold) {
            if (zeroThreshold > theirs.threshold()) {
                theirs.widen(zeroThreshold);
            }
            if (theirs.threshold() > zeroThreshold) {
                widenZeroBucket(theirs.threshold());
            }
        }
        addTotal(ZERO, sign * theirs.count());
        if (errors != null) {
            addTotal(ZERO, theirs.error());
        }
    }

    private void widenZeroBucket(double threshold) {
        double error = errors == null ? 0 : errors[ZERO];
        ZeroBucket ours = new ZeroBucket(schema, zeroThreshold, totals[ZERO], error, positive, negative);
        ours.widen(threshold);
        totals[ZERO] = ours.count();
        if (errors != null) {
            errors[ZERO] = ours.error();
        }
        zeroThreshold = ours.threshold();
        eraseWithinZeroBucket(positive);
        eraseWithinZeroBucket(negative);
    }

    private void eraseWithinZeroBucket(BucketList buckets) {
        for (int i = 0; i < buckets.size(); i++) {
            if (BucketBounds.exponentialUpper(schema, buckets.index(i) - 1) >= zeroThreshold) {
                break;
            }
            buckets.erase(i);
        }
        buckets.compact();
    }

    /** Lowers the resolution to that of a coarser exponential schema. */
    public HistogramSum reduce(int coarserSchema) {
        positive.reduce(schema, coarserSchema);
        negative.reduce(schema, coarserSchema);
        schema = coarserSchema;
        return this;
    }

    /** Multiplies all counts and the sum. A negative factor makes the histogram a gauge. */
    public HistogramSum multiply(double factor) {
        for (int i = firstTotal(); i < totals.length; i++) {
            totals[i] *= factor;
        }
        for (int i = 0; errors != null && i < errors.length; i++) {
            errors[i] *= factor;
        }
        positive.multiply(factor);
        negative.multiply(factor);
        if (factor < 0) {
            hint = CounterResetHint.GAUGE;
        }
        return this;
    }

    /** Divides all counts and the sum. Zero removes all buckets; a negative divisor makes the histogram a gauge. */
    public HistogramSum divide(double divisor) {
        for (int i = firstTotal(); i < totals.length; i++) {
            totals[i] /= divisor;
        }
        for (int i = 0; errors != null && i < errors.length; i++) {
            errors[i] /= divisor;
        }
        positive.divide(divisor);
        negative.divide(divisor);
        if (divisor < 0) {
            hint = CounterResetHint.GAUGE;
        }
        return this;
    }

    private int firstTotal() {
        return usesCustomBuckets() ? COUNT : ZERO;
    }

    /** Adds the errors of compensated additions to their totals and forgets them. */
    public HistogramSum settle() {
        if (errors != null) {
            for (int i = 0; i < totals.length; i++) {
                totals[i] += errors[i];
            }
            positive.settle();
            negative.settle();
            errors = null;
        }
        return this;
    }

    /** Returns whether any count, the sum or a custom bound is infinite. */
    public boolean overflowed() {
        for (double total : totals) {
            if (Double.isInfinite(total)) {
                return true;
            }
        }
        for (double bound : customValues) {
            if (Double.isInfinite(bound)) {
                return true;
            }
        }
        return positive.hasInfinity() || negative.hasInfinity();
    }

    /** Sets the counter reset hint. */
    public HistogramSum hint(CounterResetHint newHint) {
        hint = newHint;
        return this;
    }

    /** Removes empty buckets. */
    public HistogramSum compact() {
        positive.compact();
        negative.compact();
        return this;
    }

    /** Returns the histogram; errors not yet settled are not in it. */
    public FloatHistogram toHistogram() {
        return new FloatHistogram(
                schema,
                hint,
                zeroThreshold,
                totals[ZERO],
                totals[COUNT],
                totals[SUM],
                positive.toSpans(),
                positive.toBuckets(),
                negative.toSpans(),
                negative.toBuckets(),
                customValues);
    }
}
