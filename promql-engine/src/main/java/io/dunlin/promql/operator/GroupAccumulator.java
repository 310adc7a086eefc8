package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;

/**
 * The state of one group of an aggregation at all steps. Columns of its series are added in series order, by one thread at a
 * time; then the result is taken once. Its size depends on the steps, not on the series.
 */
interface GroupAccumulator {
    /** Adds a series. */
    void add(int series, StepColumn column);

    /** Returns the group's values. */
    StepColumn finish();
}
