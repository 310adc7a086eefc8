package io.dunlin.promql.promqltest;

import io.dunlin.promql.number.GoFloatFormat;
import io.dunlin.tsdb.model.FloatHistogram;

/**
 * One place in a sequence of values: a float, a histogram or nothing.
 *
 * @param omitted whether there is nothing
 * @param value the float, 0 for a histogram
 * @param histogram the histogram, or null
 * @param hintGiven whether the histogram's counter reset hint was written, and is to be compared
 */
record SequenceValue(boolean omitted, double value, FloatHistogram histogram, boolean hintGiven) {
    static final SequenceValue OMITTED = new SequenceValue(true, 0, null, false);

    static SequenceValue of(double value) {
        return new SequenceValue(false, value, null, false);
    }

    static SequenceValue of(FloatHistogram histogram, boolean hintGiven) {
        return new SequenceValue(false, 0, histogram, hintGiven);
    }

    @Override
    public String toString() {
        if (omitted) {
            return "_";
        }
        return histogram == null ? GoFloatFormat.general(value) : HistogramNotation.print(histogram);
    }
}
