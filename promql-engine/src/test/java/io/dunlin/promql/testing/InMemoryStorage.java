package io.dunlin.promql.testing;

import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.LabelParser;
import io.dunlin.tsdb.storage.Storage;
import io.dunlin.tsdb.storage.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/** A storage in plain lists, for tests of the engine. A view shows what was committed before it was made. */
public final class InMemoryStorage implements Storage {
    /** One sample; the histogram is null for floats, a start time of 0 is unknown. */
    record Sample(long startTime, long time, double value, FloatHistogram histogram) {}

    private final TreeMap<Labels, TreeMap<Long, Sample>> committed = new TreeMap<>();

    @Override
    public Appender appender() {
        return new ListAppender();
    }

    @Override
    public synchronized View view() {
        List<Labels> labels = new ArrayList<>();
        List<List<Sample>> samples = new ArrayList<>();
        committed.forEach((series, byTime) -> {
            labels.add(series);
            samples.add(List.copyOf(byTime.values()));
        });
        return new InMemoryView(labels, samples);
    }

    private synchronized void commit(Map<Labels, List<Sample>> written) {
        written.forEach((labels, samples) -> {
            TreeMap<Long, Sample> series = committed.computeIfAbsent(labels, key -> new TreeMap<>());
            for (Sample sample : samples) {
                Map.Entry<Long, Sample> before = series.lowerEntry(sample.time());
                series.putIfAbsent(
                        sample.time(), HistogramChunks.read(sample, before == null ? null : before.getValue()));
            }
        });
    }

    @Override
    public void close() {}

    private final class ListAppender implements Appender {
        private final List<Labels> series = new ArrayList<>();
        private final Map<Labels, List<Sample>> written = new TreeMap<>();

        @Override
        public long series(Labels labels) {
            series.add(labels);
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

        @Override
        public void append(long reference, long time, double value) {
            append(reference, 0, time, value);
        }

        @Override
        public void append(long reference, long startTime, long time, double value) {
            add(reference, new Sample(startTime, time, value, null));
        }

        @Override
        public void append(long reference, long startTime, long time, FloatHistogram histogram, boolean integer) {
            add(reference, new Sample(startTime, time, 0, histogram));
        }

        private void add(long reference, Sample sample) {
            written.computeIfAbsent(series.get((int) reference - 1), key -> new ArrayList<>())
                    .add(sample);
        }

        @Override
        public void append(long reference, Exemplar exemplar) {
            throw new UnsupportedOperationException("no exemplars in memory");
        }

        @Override
        public void metadata(MetricMetadata metadata) {
            throw new UnsupportedOperationException("no metadata in memory");
        }

        @Override
        public void commit() {
            InMemoryStorage.this.commit(written);
            written.clear();
        }

        @Override
        public void rollback() {
            written.clear();
        }

        @Override
        public void close() {
            rollback();
        }
    }
}
