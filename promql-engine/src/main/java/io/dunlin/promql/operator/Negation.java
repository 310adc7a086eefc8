package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.histogram.HistogramSum;
import io.dunlin.tsdb.model.FloatHistogram;

/** A minus sign before a vector. */
final class Negation {
    private Negation() {}

    static SeriesSource apply(QueryContext context, SeriesSource input, int steps) {
        return InstantFunctions.apply(context, input, false, () -> {
            ColumnReader reader = input.reader();
            StepColumn between = new StepColumn(steps);
            return (series, scratch) -> {
                between.clear();
                negate(reader.read(series, between), scratch);
                return scratch;
            };
        });
    }

    private static void negate(StepColumn in, StepColumn out) {
        for (int step = 0; step < in.steps(); step++) {
            FloatHistogram histogram = in.histogram(step);
            if (histogram != null) {
                out.set(step, HistogramSum.of(histogram).multiply(-1).toHistogram());
            } else if (in.has(step)) {
                out.set(step, -in.values()[step]);
            }
        }
    }
}
