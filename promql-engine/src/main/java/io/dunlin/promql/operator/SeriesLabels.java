package io.dunlin.promql.operator;

import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.LabelColumn;
import java.util.List;

/** The labels of numbered series, whole or as columns of numbers. Thread-safe. */
interface SeriesLabels {
    /** Returns the number of series. */
    int size();

    /** Returns the labels of a series. */
    Labels labels(int series);

    /** Returns one label of all series as numbers. */
    LabelColumn column(String name);

    /** Returns names of which every label of every series is one. */
    List<String> names();

    /** Returns whether no two series have the same labels. */
    boolean areDistinct();

    /** Returns whether no two series would have the same labels if metric name, type and unit were removed. */
    boolean areDistinctWithoutName();
}
