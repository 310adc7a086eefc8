package io.dunlin.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.LabelParser;
import io.dunlin.tsdb.storage.RejectReason;
import io.dunlin.tsdb.storage.Room;
import io.dunlin.tsdb.storage.Storage;
import io.dunlin.tsdb.storage.StorageException;
import io.dunlin.tsdb.storage.View;
import io.dunlin.tsdb.storage.WriteRejectedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/** Keeps everything in maps, with the storage's rules for order and for commit and rollback. Not thread-safe. */
final class FakeStorage implements Storage {
    final Map<Labels, TreeMap<Long, Object>> series = new HashMap<>();
    final Map<Labels, List<Exemplar>> exemplars = new HashMap<>();
    final List<MetricMetadata> metadata = new ArrayList<>();
    boolean failsToCommit;

    /** What waiting for memory comes to, one after the other; while there are any, nothing can be committed. */
    final Deque<Room> rooms = new ArrayDeque<>();

    int openAppenders;
    int rollbacks;

    /** Returns the samples of a series by time: a Double or a FloatHistogram. */
    Map<Long, Object> samples(String... labels) {
        return series.getOrDefault(Labels.of(labels), new TreeMap<>());
    }

    boolean isUntouched() {
        return series.isEmpty() && exemplars.isEmpty() && metadata.isEmpty() && openAppenders == 0;
    }

    @Override
    public Appender appender() {
        openAppenders++;
        return new FakeAppender();
    }

    @Override
    public Room awaitRoom(Duration longest) {
        assertThat(openAppenders).as("appenders that would keep memory").isZero();
        return rooms.remove();
    }

    @Override
    public View view() {
        throw new UnsupportedOperationException("writers do not read");
    }

    @Override
    public void close() {
        series.clear();
    }

    private final class FakeAppender implements Appender {
        private final List<Labels> references = new ArrayList<>();
        private final Map<Labels, TreeMap<Long, Object>> newSamples = new HashMap<>();
        private final Map<Labels, List<Exemplar>> newExemplars = new HashMap<>();
        private final List<MetricMetadata> newMetadata = new ArrayList<>();
        private boolean open = true;

        @Override
        public long series(Labels labels) {
            if (labels.metricName().isEmpty()) {
                throw new WriteRejectedException(RejectReason.INVALID_LABELS, "no metric name");
            }
            references.add(labels);
            return references.size();
        }

        @Override
        public void resolve(
                DirectBuffer source, int[] offsets, int[] lengths, int count, LabelParser parser, long[] found) {
            for (int i = 0; i < count; i++) {
                Labels labels = parser.parse(source, offsets[i], lengths[i]);
                found[i] = labels == null ? NO_SERIES : series(labels);
            }
        }

        @Override
        public void append(long reference, long time, double value) {
            add(reference, time, value);
        }

        @Override
        public void append(long reference, long startTime, long time, double value) {
            add(reference, time, value);
        }

        @Override
        public void append(long reference, long startTime, long time, FloatHistogram histogram, boolean integer) {
            add(reference, time, histogram);
        }

        private void add(long reference, long time, Object value) {
            Labels labels = references.get((int) reference - 1);
            check(series.get(labels), time, value);
            TreeMap<Long, Object> own = newSamples.computeIfAbsent(labels, ignored -> new TreeMap<>());
            check(own, time, value);
            own.put(time, value);
        }

        private static void check(NavigableMap<Long, Object> samples, long time, Object value) {
            if (samples == null || samples.isEmpty() || time > samples.lastKey()) {
                return;
            }
            if (time < samples.lastKey()) {
                throw new WriteRejectedException(RejectReason.OUT_OF_ORDER, "out of order sample");
            }
            if (!samples.get(time).equals(value)) {
                throw new WriteRejectedException(RejectReason.DUPLICATE_SAMPLE, "duplicate sample for timestamp");
            }
        }

        @Override
        public void append(long reference, Exemplar exemplar) {
            if (exemplar.timestamp() < 0) {
                throw new WriteRejectedException(RejectReason.EXEMPLAR, "invalid exemplar");
            }
            newExemplars
                    .computeIfAbsent(references.get((int) reference - 1), ignored -> new ArrayList<>())
                    .add(exemplar);
        }

        @Override
        public void metadata(MetricMetadata added) {
            newMetadata.add(added);
        }

        @Override
        public void commit() {
            if (failsToCommit) {
                throw new StorageException("No space left on device: file=log/00000001");
            }
            if (!rooms.isEmpty()) {
                throw new WriteRejectedException(RejectReason.MEMORY, "limit reached: bytes for new series");
            }
            newSamples.forEach((labels, samples) ->
                    series.computeIfAbsent(labels, ignored -> new TreeMap<>()).putAll(samples));
            newExemplars.forEach((labels, list) -> exemplars
                    .computeIfAbsent(labels, ignored -> new ArrayList<>())
                    .addAll(list));
            metadata.addAll(newMetadata);
            end();
        }

        @Override
        public void rollback() {
            rollbacks++;
            end();
        }

        private void end() {
            open = false;
            openAppenders--;
        }

        @Override
        public void close() {
            if (open) {
                rollback();
            }
        }
    }
}
