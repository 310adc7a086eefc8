package io.dunlin.promql.operator;

import io.dunlin.promql.number.GoFloatFormat;
import io.dunlin.promql.result.QueryException;

/** The scalar parameter of an aggregation at every step, with what all its values have in common. */
final class StepParameter {
    /** The smallest and largest double that no longer fit an int64 the way Go converts them. */
    private static final double MIN_LONG = -0x1p63;

    private static final double MAX_LONG = 0x1.fffffffffffffp62;

    private final double[] values;
    private final double min;
    private final double max;
    private final boolean hasNan;

    StepParameter(double[] values) {
        this.values = values;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        boolean nan = false;
        for (double value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
            nan |= Double.isNaN(value);
        }
        this.min = low;
        this.max = high;
        this.hasNan = nan;
    }

    double[] values() {
        return values;
    }

    double min() {
        return min;
    }

    double max() {
        return max;
    }

    boolean hasNan() {
        return hasNan;
    }

    /** Checks a count of series; returns false where no step asks for any. */
    boolean asksForSeries() {
        if (max < 1) {
            return false;
        }
        if (hasNan) {
            throw QueryException.execution("Parameter value is NaN");
        }
        if (min <= MIN_LONG) {
            throw QueryException.execution("Scalar value " + GoFloatFormat.general(min) + " underflows int64");
        }
        if (max >= MAX_LONG) {
            throw QueryException.execution("Scalar value " + GoFloatFormat.general(max) + " overflows int64");
        }
        return true;
    }

    /** Returns the count of series at a step, cut to an int. */
    int count(int step) {
        return (int) values[step];
    }
}
