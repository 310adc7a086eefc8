package io.dunlin.promql.result;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import java.util.List;

/** Series with their points over time, in label order. */
public record MatrixValue(List<Series> series) implements QueryValue {
    /**
     * One series. Floats and histograms are apart, each in time order. A time is in both only with {@code
     * promql-delayed-name-removal}, where a float and a histogram got the same labels when their names went.
     *
     * @param labels its labels
     * @param times the times of the floats in Unix milliseconds; complete series of one result share one array
     * @param values the floats
     * @param histogramTimes the times of the histograms
     * @param histograms the histograms
     */
    public record Series(
            Labels labels, long[] times, double[] values, long[] histogramTimes, FloatHistogram[] histograms) {}

    @Override
    public <T> T accept(Visitor<T> visitor) {
        return visitor.visit(this);
    }
}
