package io.dunlin.promql.memory;

import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.LabelParser;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Collects the samples of one request. */
final class InMemoryAppender implements Appender {
    private final InMemoryStorage storage;
    private final List<StoredSeries> series = new ArrayList<>();

    InMemoryAppender(InMemoryStorage storage) {
        this.storage = storage;
    }

    @Override
    public long series(Labels labels) {
        series.add(new StoredSeries(labels));
        return series.size();
    }

    @Override
    public void resolve(
            DirectBuffer source, int[] offsets, int[] lengths, int count, LabelParser parser, long[] references) {
        for (int i = 0; i < count; i++) {
            Labels labels = parser.parse(source, offsets[i], lengths[i]);
            references[i] = labels == null ? NO_SERIES : series(labels);
        }
    }

    private StoredSeries at(long reference) {
        return series.get((int) reference - 1);
    }

    @Override
    public void append(long reference, long time, double value) {
        at(reference).add(0, time, value, null);
    }

    @Override
    public void append(long reference, long startTime, long time, double value) {
        at(reference).add(startTime, time, value, null);
    }

    @Override
    public void append(long reference, long startTime, long time, FloatHistogram histogram, boolean integer) {
        at(reference).add(startTime, time, 0, histogram);
    }

    @Override
    public void append(long reference, Exemplar exemplar) {
        throw new UnsupportedOperationException("no query of the engine reads exemplars");
    }

    @Override
    public void metadata(MetricMetadata metadata) {
        throw new UnsupportedOperationException("no query of the engine reads metadata");
    }

    @Override
    public void commit() {
        series.forEach(s -> storage.add(s.labels(), s));
        series.clear();
    }

    @Override
    public void rollback() {
        series.clear();
    }

    @Override
    public void close() {
        rollback();
    }
}
