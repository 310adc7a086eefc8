package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;

/** Computes columns of one source for one worker. */
@FunctionalInterface
interface ColumnReader {
    /**
     * Returns the values of a series.
     *
     * @param scratch a cleared column that may be filled and returned
     * @return {@code scratch}, or a column that the source keeps and the caller must not change
     */
    StepColumn read(int series, StepColumn scratch);
}
