package io.dunlin.promql.operator;

import io.dunlin.promql.batch.WindowGrid;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * A range vector: series, the windows that each step reads of them, and where their samples come from.
 *
 * @param labels the labels of the series
 * @param dropsName whether a series' name is to be removed at the end
 * @param windows the windows of all steps
 * @param readers makes a reader for one worker
 * @param stored whether samples come from the storage: they are then counted as read, and may be stale markers
 */
record RangeInput(
        SeriesLabels labels,
        IntPredicate dropsName,
        WindowGrid windows,
        Supplier<SampleReader> readers,
        boolean stored) {

    static RangeInput of(Selection selection) {
        return new RangeInput(selection.labels(), series -> false, selection.windows(), selection::reader, true);
    }
}
