package io.dunlin.promql.result;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;

/**
 * An instant vector: series at one time, in the order the query gives them.
 *
 * @param time the evaluation time in Unix milliseconds
 * @param labels the labels of each series
 * @param values the float of each series; meaningless where it has a histogram
 * @param histograms the histogram of each series, null for floats; null where no series has one
 */
public record VectorValue(long time, Labels[] labels, double[] values, FloatHistogram[] histograms)
        implements QueryValue {
    /** Returns the number of series. */
    public int size() {
        return labels.length;
    }

    /** Returns the histogram of a series, or null where it has a float. */
    public FloatHistogram histogram(int series) {
        return histograms == null ? null : histograms[series];
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
        return visitor.visit(this);
    }
}
