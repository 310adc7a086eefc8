package io.dunlin.http.endpoint;

import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.Utf8Order;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.LabelColumn;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.Storage;
import io.dunlin.tsdb.storage.StorageException;
import io.dunlin.tsdb.storage.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Series given by a test, each alive in one range of time. Counts its open views. */
final class FixedStorage implements Storage {
    private final List<Entry> entries = new ArrayList<>();
    private int openViews;
    private boolean broken;

    private record Entry(Labels labels, long start, long end, List<Exemplar> exemplars) {
        boolean meets(List<LabelMatcher> matchers, long from, long to) {
            return start <= to
                    && end >= from
                    && matchers.stream().allMatch(matcher -> matcher.matches(labels.get(matcher.name())));
        }
    }

    FixedStorage add(long start, long end, String... labels) {
        entries.add(new Entry(Labels.of(labels), start, end, new ArrayList<>()));
        return this;
    }

    FixedStorage exemplar(Exemplar exemplar) {
        entries.get(entries.size() - 1).exemplars().add(exemplar);
        return this;
    }

    synchronized int openViews() {
        return openViews;
    }

    void breakDown() {
        broken = true;
    }

    @Override
    public Appender appender() {
        throw new UnsupportedOperationException("the series are fixed");
    }

    @Override
    public synchronized View view() {
        if (broken) {
            throw new StorageException("disk=gone");
        }
        openViews++;
        return new FixedView();
    }

    @Override
    public void close() {}

    private final class FixedView implements View {
        private boolean closed;

        @Override
        public Querier querier(long minTime, long maxTime) {
            return new FixedQuerier(minTime, maxTime);
        }

        @Override
        public long minTime() {
            return entries.stream().mapToLong(Entry::start).min().orElse(Long.MAX_VALUE);
        }

        @Override
        public long maxTime() {
            return entries.stream().mapToLong(Entry::end).max().orElse(Long.MIN_VALUE);
        }

        @Override
        public void close() {
            synchronized (FixedStorage.this) {
                openViews -= closed ? 0 : 1;
                closed = true;
            }
        }
    }

    private final class FixedQuerier implements Querier {
        private final long minTime;
        private final long maxTime;

        private FixedQuerier(long minTime, long maxTime) {
            this.minTime = minTime;
            this.maxTime = maxTime;
        }

        private Stream<Entry> found(List<LabelMatcher> matchers) {
            return entries.stream().filter(entry -> entry.meets(matchers, minTime, maxTime));
        }

        @Override
        public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
            Stream<Labels> found = found(matchers).map(Entry::labels);
            found = hints.sorted() ? found.sorted() : found;
            return new FixedSet(
                    hints.limit() == 0
                            ? found.toList()
                            : found.limit(hints.limit()).toList());
        }

        @Override
        public List<String> labelNames(List<LabelMatcher> matchers, int limit) {
            return sorted(matchers, limit, labels -> {
                List<String> names = new ArrayList<>();
                labels.forEach(label -> names.add(label.name()));
                return names;
            });
        }

        @Override
        public List<String> labelValues(String name, List<LabelMatcher> matchers, int limit) {
            return sorted(matchers, limit, labels -> labels.has(name) ? List.of(labels.get(name)) : List.of());
        }

        private List<String> sorted(List<LabelMatcher> matchers, int limit, Function<Labels, List<String>> strings) {
            TreeSet<String> sorted = new TreeSet<>(Utf8Order.COMPARATOR);
            found(matchers).forEach(entry -> sorted.addAll(strings.apply(entry.labels())));
            return sorted.stream().limit(limit == 0 ? Long.MAX_VALUE : limit).toList();
        }

        @Override
        public Map<Labels, List<Exemplar>> exemplars(List<LabelMatcher> matchers) {
            Map<Labels, List<Exemplar>> exemplars = new TreeMap<>();
            found(matchers)
                    .filter(entry -> !entry.exemplars().isEmpty())
                    .forEach(entry -> exemplars.put(entry.labels(), entry.exemplars()));
            return exemplars;
        }
    }

    private record FixedSet(List<Labels> series) implements SeriesSet {
        @Override
        public int size() {
            return series.size();
        }

        @Override
        public Labels labels(int i) {
            return series.get(i);
        }

        @Override
        public LabelColumn column(String labelName) {
            throw new UnsupportedOperationException("the endpoints group nothing");
        }

        @Override
        public SeriesReader reader() {
            return (int i, SampleBuffer into) -> {
                throw new UnsupportedOperationException("the endpoints read no sample");
            };
        }
    }
}
