package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.tsdb.model.FloatHistogram;
import java.util.Arrays;

/** Gives every step what the input, which has one step, has there. */
final class RepeatedSource {
    private RepeatedSource() {}

    static SeriesSource of(SeriesSource once) {
        return new MappedSource(once.labels(), once::dropsName, () -> {
            ColumnReader reader = once.reader();
            StepColumn single = new StepColumn(1);
            return (series, scratch) -> {
                single.clear();
                repeat(reader.read(series, single), scratch);
                return scratch;
            };
        });
    }

    private static void repeat(StepColumn single, StepColumn out) {
        if (!single.has(0)) {
            return;
        }
        FloatHistogram histogram = single.histogram(0);
        if (histogram == null) {
            Arrays.fill(out.values(), single.values()[0]);
            out.presentAll();
            return;
        }
        for (int step = 0; step < out.steps(); step++) {
            out.set(step, histogram);
        }
    }
}
