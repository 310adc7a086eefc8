package io.dunlin.promql.operator;

/** An aggregation that keeps some of the input's series: takes their columns, then gives the selected ones. */
interface SeriesSelector extends ColumnSink {
    /** Returns the selected series with the steps at which they were selected. */
    SeriesSource finish();
}
