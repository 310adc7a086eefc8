package io.dunlin.bench.gpu;

import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.LabelParser;
import io.dunlin.tsdb.storage.Storage;
import io.dunlin.tsdb.storage.View;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/** A storage that costs nothing and counts samples, so that a benchmark sees the scraper alone. One thread. */
final class CountingStorage implements Storage {
    private final CountingAppender appender = new CountingAppender();

    long samples() {
        return appender.samples;
    }

    @Override
    public Appender appender() {
        return appender;
    }

    @Override
    public View view() {
        throw new UnsupportedOperationException("nothing is kept");
    }

    @Override
    public void close() {}

    private static final class CountingAppender implements Appender {
        private long samples;

        @Override
        public long series(Labels labels) {
            return 1;
        }

        @Override
        public void resolve(
                DirectBuffer source, int[] offsets, int[] lengths, int count, LabelParser parser, long[] references) {
            Arrays.fill(references, 0, count, 1);
        }

        @Override
        public void append(long series, long time, double value) {
            samples++;
        }

        @Override
        public void append(long series, long startTime, long time, double value) {
            samples++;
        }

        @Override
        public void append(long series, long startTime, long time, FloatHistogram histogram, boolean integer) {
            samples++;
        }

        @Override
        public void append(long series, Exemplar exemplar) {}

        @Override
        public void metadata(MetricMetadata metadata) {}

        @Override
        public void commit() {}

        @Override
        public void rollback() {}

        @Override
        public void close() {}
    }
}
