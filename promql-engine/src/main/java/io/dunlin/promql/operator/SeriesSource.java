package io.dunlin.promql.operator;

/**
 * An instant vector over all steps: series with labels known now and values computed when read. Series are numbered from
 * 0; a series may turn out to have no value at any step. Thread-safe but for the readers, of which each worker has its own.
 */
interface SeriesSource extends ColumnSource {
    /** Returns the labels of the series, before a delayed removal of the name. */
    SeriesLabels labels();

    /** Returns whether the series' name is to be removed at the end (feature {@code promql-delayed-name-removal}). */
    boolean dropsName(int series);

    /** Returns the number of series. */
    @Override
    default int size() {
        return labels().size();
    }
}
