package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.CanonicalCheck;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.RejectReason;
import io.dunlin.tsdb.storage.WriteRejectedException;

/**
 * What a series may be, and how many there may be; 0 is no limit.
 *
 * @param series the most series in the head
 * @param metricSeries the most series in the head with the same metric name
 * @param labels the most labels of a series
 * @param nameLength the most characters of a label name
 * @param valueLength the most characters of a label value
 */
public record HeadLimits(int series, int metricSeries, int labels, int nameLength, int valueLength) {
    /** No limit. */
    public static final HeadLimits NONE = new HeadLimits(0, 0, 0, 0, 0);

    /**
     * Checks the labels of a new series.
     *
     * @throws WriteRejectedException naming the limit and the offender
     */
    void check(Labels series) {
        if (!series.has(Labels.METRIC_NAME)) {
            throw new WriteRejectedException(
                    RejectReason.INVALID_LABELS, "invalid labels: no metric name, series=" + series);
        }
        if (labels > 0 && series.size() > labels) {
            throw overLimit("labels a series", series.size(), labels, series.metricName());
        }
        for (int i = 0; i < series.size(); i++) {
            if (nameLength > 0 && series.name(i).length() > nameLength) {
                throw overLimit("length of a label name", series.name(i).length(), nameLength, series.name(i));
            }
            if (valueLength > 0 && series.value(i).length() > valueLength) {
                throw overLimit("length of a label value", series.value(i).length(), valueLength, series.name(i));
            }
        }
    }

    /** Returns whether the labels of a new series that has passed are within the limits; {@link #check} says what is not. */
    boolean allow(CanonicalCheck passed) {
        return (labels == 0 || passed.labels() <= labels)
                && (nameLength == 0 || passed.longestName() <= nameLength)
                && (valueLength == 0 || passed.longestValue() <= valueLength);
    }

    /** Checks the number of series before more are created. */
    void checkRoom(long count, int more) {
        if (series > 0 && count + more > series) {
            throw overLimit("series in the head", count + more, series, more + " new series");
        }
    }

    /** Checks how many series of a metric there would be. */
    void checkMetric(String metric, long count) {
        if (metricSeries > 0 && count > metricSeries) {
            throw overLimit("series of a metric in the head", count, metricSeries, metric);
        }
    }

    private static WriteRejectedException overLimit(String what, long actual, long limit, String offender) {
        return new WriteRejectedException(
                RejectReason.LIMIT,
                "limit reached: " + what + ", limit=" + limit + ", actual=" + actual + ", offender=" + offender);
    }
}
