package io.dunlin.server.differential;

import io.dunlin.tsdb.model.Labels;
import java.util.List;

/**
 * What a query gave, in the terms of the HTTP API.
 *
 * @param type the result type; empty for an error
 * @param series the series; a scalar is one without labels
 * @param text the value of a string, or the message of an error
 * @param errorType the API's kind of error, empty for none
 * @param warnings the warnings
 * @param infos the infos
 */
record Answer(
        String type, List<Series> series, String text, String errorType, List<String> warnings, List<String> infos) {
    /** A series with its points in time order. */
    record Series(Labels labels, List<Point> points) {}

    /**
     * A point.
     *
     * @param histogram null beside a float
     */
    record Point(long time, double value, Histogram histogram) {}

    /** A histogram as the API shows it: only buckets that hold something. */
    record Histogram(double count, double sum, List<Bucket> buckets) {}

    /** A bucket with its bounds. */
    record Bucket(double lower, double upper, double count) {}

    static Answer error(String errorType, String message) {
        return new Answer("", List.of(), message, errorType, List.of(), List.of());
    }

    boolean isError() {
        return !errorType.isEmpty();
    }

    /** Returns whether the query found something. */
    boolean hasResult() {
        return !isError() && (!series.isEmpty() || !text.isEmpty());
    }

    /** Returns whether both have the same points, in whatever series. */
    boolean hasSamePointsAs(Answer other) {
        return points().equals(other.points());
    }

    private List<String> points() {
        return series.stream()
                .flatMap(one -> one.points().stream())
                .map(Point::toString)
                .sorted()
                .toList();
    }
}
