package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.tsdb.model.Labels;
import java.util.Arrays;

/** {@code scalar} and {@code vector}. */
final class ScalarConversion {
    private ScalarConversion() {}

    /** Returns, at each step, the only float of a vector, or NaN where it has none or several. */
    static double[] toScalar(QueryContext context, SeriesSource input, int steps) {
        double[] values = new double[steps];
        int[] floats = new int[steps];
        ColumnPump.run(context, input, steps, (series, column) -> {
            for (int step = 0; step < steps; step++) {
                if (column.has(step) && column.histogram(step) == null) {
                    values[step] = column.values()[step];
                    floats[step]++;
                }
            }
        });
        for (int step = 0; step < steps; step++) {
            if (floats[step] != 1) {
                values[step] = Double.NaN;
            }
        }
        return values;
    }

    /** Returns the scalar as a series without labels. */
    static Frame toVector(double[] values) {
        StepColumn column = new StepColumn(values.length);
        System.arraycopy(values, 0, column.values(), 0, values.length);
        column.presentAll();
        return new Frame(new Labels[] {Labels.empty()}, new boolean[1], new StepColumn[] {column});
    }

    /** Returns the same number at every step. */
    static double[] repeat(double value, int steps) {
        double[] values = new double[steps];
        Arrays.fill(values, value);
        return values;
    }
}
