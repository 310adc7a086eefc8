package io.dunlin.promql.operator;

import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * A source put together from its parts.
 *
 * @param labels the labels of the series
 * @param drops whether a series' name is to be removed at the end
 * @param readers makes a reader for one worker
 */
record MappedSource(SeriesLabels labels, IntPredicate drops, Supplier<ColumnReader> readers) implements SeriesSource {
    @Override
    public boolean dropsName(int series) {
        return drops.test(series);
    }

    @Override
    public ColumnReader reader() {
        return readers.get();
    }
}
