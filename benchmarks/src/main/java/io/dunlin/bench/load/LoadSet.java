package io.dunlin.bench.load;

import java.util.List;

/**
 * A set of series with a value for each step. Values are pure functions of the series' number and the step, so that any
 * part of a load can be made again at any time. Thread-safe.
 */
public interface LoadSet {
    /** Returns the number of series. */
    int size();

    /** Returns the labels of a series as alternating names and values, in name order. */
    List<String> labels(int series);

    /** Returns the value of a series at a step; counters never fall. */
    double value(int series, long step);
}
