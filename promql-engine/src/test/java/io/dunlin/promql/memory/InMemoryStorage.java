package io.dunlin.promql.memory;

import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.Storage;
import io.dunlin.tsdb.storage.View;
import java.util.List;
import java.util.TreeMap;

/**
 * Keeps all samples in memory, series in label order. Commits replace whole series, so a view sees none of what is
 * committed after it was taken.
 */
public final class InMemoryStorage implements Storage {
    private final TreeMap<Labels, StoredSeries> series = new TreeMap<>();

    @Override
    public Appender appender() {
        return new InMemoryAppender(this);
    }

    synchronized void add(Labels labels, StoredSeries more) {
        series.merge(labels, more, StoredSeries::with);
    }

    @Override
    public synchronized View view() {
        List<StoredSeries> all = List.copyOf(series.values());
        return new View() {
            @Override
            public Querier querier(long minTime, long maxTime) {
                return new InMemoryQuerier(all, minTime, maxTime);
            }

            @Override
            public long minTime() {
                return all.stream().mapToLong(StoredSeries::firstTime).min().orElse(Long.MAX_VALUE);
            }

            @Override
            public long maxTime() {
                return all.stream().mapToLong(StoredSeries::lastTime).max().orElse(Long.MIN_VALUE);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {}
}
