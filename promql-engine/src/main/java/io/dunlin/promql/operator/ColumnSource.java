package io.dunlin.promql.operator;

/** Columns numbered from 0 and computed when read. Thread-safe but for the readers, of which each worker has its own. */
interface ColumnSource {
    /** Returns a new reader for one worker. */
    ColumnReader reader();

    /** Returns the number of columns. */
    int size();
}
