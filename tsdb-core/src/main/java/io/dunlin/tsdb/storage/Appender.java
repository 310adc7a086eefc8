package io.dunlin.tsdb.storage;

import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.MetricMetadata;
import org.agrona.DirectBuffer;

/**
 * Writes the samples of one request. Nothing is visible or logged before {@link #commit}; then all of it becomes visible
 * at once. Series references are valid only within the appender that returned them. One thread at a time.
 *
 * <p>Use: {@code series}, then any number of {@code append}, then exactly one of {@code commit} and {@code rollback};
 * {@code close} rolls back what is still open and is idempotent. After commit or rollback the appender is spent.
 */
public interface Appender extends AutoCloseable {
    /** What {@link #resolve} writes for a series whose labels were refused by its parser. */
    long NO_SERIES = 0;

    /**
     * Finds or creates the series with these labels.
     *
     * @return its reference, never {@link #NO_SERIES}
     * @throws WriteRejectedException when the labels are not a valid series (no metric name, over a limit)
     */
    long series(Labels labels);

    /**
     * Finds or creates a batch of series by their encoded labels. Known encodings are recognised by their hash without
     * parsing, and so are new ones that are as remote write 1.0 sends sorted labels, whose bytes say what they mean; the
     * same label set in another encoding gives the same series.
     *
     * @param source the buffer with the encoded label sets; not kept after the call
     * @param offsets where each label set starts
     * @param lengths its length in bytes
     * @param count how many of the arrays' entries are used
     * @param parser called for encodings not seen before
     * @param references receives one reference a series, or {@link #NO_SERIES} where the parser refused the labels, or where
     *     they are over a limit, which {@link #commit} says when it has written the rest
     */
    void resolve(DirectBuffer source, int[] offsets, int[] lengths, int count, LabelParser parser, long[] references);

    /**
     * Adds a float sample.
     *
     * @param time Unix milliseconds
     * @throws WriteRejectedException when the sample is out of order, a duplicate with another value, too old or out of
     *     bounds; the sample is then not part of the request, and the appender can still be committed
     */
    void append(long series, long time, double value);

    /**
     * Adds a float sample to each of some series, in order.
     *
     * @param times one time a series, Unix milliseconds
     * @param count how many of the arrays' entries are used
     * @throws WriteRejectedException as {@link #append(long, long, double)}; the samples in front of the refused one are part
     *     of the request, those behind it are not
     */
    default void append(long[] series, long[] times, double[] values, int count) {
        for (int i = 0; i < count; i++) {
            append(series[i], times[i], values[i]);
        }
    }

    /** As {@link #append(long, long, double)}, with the time the counter started, 0 for unknown. */
    void append(long series, long startTime, long time, double value);

    /**
     * Adds a native histogram sample. {@code integer} says that all counts are whole numbers, which are then stored as
     * such.
     */
    void append(long series, long startTime, long time, FloatHistogram histogram, boolean integer);

    /** Adds an exemplar to a series. */
    void append(long series, Exemplar exemplar);

    /** Records what is known of a metric family. */
    void metadata(MetricMetadata metadata);

    /**
     * Makes the request durable under the sync policy, then visible, and returns.
     *
     * @throws StorageException when it could not be made durable; nothing of it is then visible
     * @throws WriteRejectedException when there is no room for its new series, or labels were over a limit ({@link
     *     #resolve}); the rest of it is then written and visible, unless it has samples out of order for such series
     */
    void commit();

    /** Drops everything. */
    void rollback();

    @Override
    void close();
}
