package io.dunlin.promql.promqltest;

import io.dunlin.promql.result.MatrixValue;
import io.dunlin.promql.result.MatrixValue.Series;
import io.dunlin.promql.result.QueryValue;
import io.dunlin.promql.result.ScalarValue;
import io.dunlin.promql.result.StringValue;
import io.dunlin.promql.result.VectorValue;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** Changes results: series by series, value by value. On its own it changes nothing. */
class ResultRewriter implements QueryValue.Visitor<QueryValue> {
    /** Returns a rewriter of label sets. */
    static ResultRewriter labels(UnaryOperator<Labels> change) {
        return new ResultRewriter() {
            @Override
            Labels labels(Labels labels) {
                return change.apply(labels);
            }
        };
    }

    /** Returns a rewriter of floats in vectors and matrices. */
    static ResultRewriter floats(DoubleUnaryOperator change) {
        return new ResultRewriter() {
            @Override
            double value(double value) {
                return change.applyAsDouble(value);
            }
        };
    }

    /** Returns a rewriter of histograms. */
    static ResultRewriter histograms(UnaryOperator<FloatHistogram> change) {
        return new ResultRewriter() {
            @Override
            FloatHistogram histogram(FloatHistogram histogram) {
                return change.apply(histogram);
            }
        };
    }

    /** Returns a rewriter of the series of a matrix. */
    static ResultRewriter matrices(UnaryOperator<List<Series>> change) {
        return new ResultRewriter() {
            @Override
            public QueryValue visit(MatrixValue matrix) {
                return new MatrixValue(change.apply(new ArrayList<>(matrix.series())));
            }
        };
    }

    /** Returns a rewriter that takes, in this order, the series of a vector with these numbers of the numbers given. */
    static ResultRewriter vectors(UnaryOperator<List<Integer>> change) {
        return new ResultRewriter() {
            @Override
            public QueryValue visit(VectorValue vector) {
                List<Integer> numbers = new ArrayList<>();
                for (int i = 0; i < vector.size(); i++) {
                    numbers.add(i);
                }
                return pick(vector, change.apply(numbers));
            }
        };
    }

    private static VectorValue pick(VectorValue vector, List<Integer> numbers) {
        Labels[] labels = new Labels[numbers.size()];
        double[] values = new double[labels.length];
        FloatHistogram[] histograms = new FloatHistogram[labels.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = vector.labels()[numbers.get(i)];
            values[i] = vector.values()[numbers.get(i)];
            histograms[i] = vector.histogram(numbers.get(i));
        }
        return new VectorValue(vector.time(), labels, values, histograms);
    }

    Labels labels(Labels labels) {
        return labels;
    }

    double value(double value) {
        return value;
    }

    FloatHistogram histogram(FloatHistogram histogram) {
        return histogram;
    }

    @Override
    public QueryValue visit(ScalarValue scalar) {
        return scalar;
    }

    @Override
    public QueryValue visit(StringValue string) {
        return string;
    }

    @Override
    public QueryValue visit(VectorValue vector) {
        return new VectorValue(
                vector.time(),
                Arrays.stream(vector.labels()).map(this::labels).toArray(Labels[]::new),
                Arrays.stream(vector.values()).map(this::value).toArray(),
                vector.histograms() == null ? null : changed(vector.histograms()));
    }

    @Override
    public QueryValue visit(MatrixValue matrix) {
        return new MatrixValue(matrix.series().stream()
                .map(series -> new Series(
                        labels(series.labels()),
                        series.times(),
                        Arrays.stream(series.values()).map(this::value).toArray(),
                        series.histogramTimes(),
                        changed(series.histograms())))
                .toList());
    }

    private FloatHistogram[] changed(FloatHistogram[] histograms) {
        return Arrays.stream(histograms)
                .map(h -> h == null ? null : histogram(h))
                .toArray(FloatHistogram[]::new);
    }
}
