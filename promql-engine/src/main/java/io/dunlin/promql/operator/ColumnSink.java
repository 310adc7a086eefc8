package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;

/** Takes the columns of a source one after the other, in series order. */
@FunctionalInterface
interface ColumnSink {
    /** Takes one column, which is only valid during the call. */
    void accept(int series, StepColumn column);
}
