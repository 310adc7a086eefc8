package io.dunlin.server.tsdb.wal;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;

/** Told what a log says, in its order. Times are Unix milliseconds; a start time of 0 is unknown. */
public interface LogVisitor {
    /** A number stands for a series from now on. */
    default void series(long reference, Labels labels) {}

    /** A float sample. */
    default void sample(long reference, long startTime, long time, double value) {}

    /** A native histogram; {@code integer} says that all counts are whole numbers. */
    default void histogram(long reference, long startTime, long time, FloatHistogram histogram, boolean integer) {}

    /** Samples with {@code first <= t <= last} were deleted. */
    default void deleted(long reference, long first, long last) {}

    /** A record of something that is neither series nor sample: exemplars, descriptions of metrics. */
    default void other() {}
}
