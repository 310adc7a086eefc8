package io.dunlin.tsdb.head;

import io.dunlin.tsdb.block.SeriesSource;

/**
 * A cohort that leaves the head.
 *
 * @param generation the number of its table
 * @param minTime the time of its oldest sample
 * @param maxTime the time of its newest sample
 * @param source all it has; the receiver closes it
 */
public record Leaving(int generation, long minTime, long maxTime, SeriesSource source) implements AutoCloseable {
    @Override
    public void close() {
        source.close();
    }
}
