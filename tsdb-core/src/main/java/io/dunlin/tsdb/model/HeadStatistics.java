package io.dunlin.tsdb.model;

import java.util.List;

/**
 * How many series the head has, and which labels make them so many. Lists start with the largest count.
 *
 * @param series the series; one that came back while its cohort leaves the head counts twice
 * @param labelPairs the different pairs of label name and value
 * @param chunks the chunks, open ones included
 * @param minTime the time of the oldest sample in Unix milliseconds, {@link Long#MAX_VALUE} where there is none
 * @param maxTime the time of the newest sample, {@link Long#MIN_VALUE} where there is none
 * @param seriesByMetric metric names by their series
 * @param valuesByLabel label names by their different values
 * @param bytesByLabel label names by the bytes of name and value, added up over all series
 * @param seriesByPair pairs as {@code name=value} by their series
 */
public record HeadStatistics(
        long series,
        long labelPairs,
        long chunks,
        long minTime,
        long maxTime,
        List<Count> seriesByMetric,
        List<Count> valuesByLabel,
        List<Count> bytesByLabel,
        List<Count> seriesByPair) {
    /** A name with how much there is of it. */
    public record Count(String name, long count) {}
}
