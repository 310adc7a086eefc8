package io.dunlin.promql.testing;

import io.dunlin.promql.testing.InMemoryStorage.Sample;
import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.Utf8Order;
import io.dunlin.tsdb.storage.LabelColumn;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** An immutable copy of an {@link InMemoryStorage}, in label order. */
final class InMemoryView implements View {
    private final List<Labels> labels;
    private final List<List<Sample>> samples;

    InMemoryView(List<Labels> labels, List<List<Sample>> samples) {
        this.labels = labels;
        this.samples = samples;
    }

    @Override
    public Querier querier(long minTime, long maxTime) {
        return new ListQuerier(minTime, maxTime);
    }

    @Override
    public long minTime() {
        return samples.stream()
                .flatMap(List::stream)
                .mapToLong(Sample::time)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    @Override
    public long maxTime() {
        return samples.stream()
                .flatMap(List::stream)
                .mapToLong(Sample::time)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    @Override
    public void close() {}

    private final class ListQuerier implements Querier {
        private final long minTime;
        private final long maxTime;

        ListQuerier(long minTime, long maxTime) {
            this.minTime = minTime;
            this.maxTime = maxTime;
        }

        @Override
        public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
            List<Integer> found = new ArrayList<>();
            for (int series = 0; series < labels.size(); series++) {
                boolean full = hints.limit() > 0 && found.size() == hints.limit();
                if (!full && matches(labels.get(series), matchers)) {
                    found.add(series);
                }
            }
            return new ListSeriesSet(found, minTime, maxTime);
        }

        private boolean matches(Labels series, List<LabelMatcher> matchers) {
            return matchers.stream().allMatch(matcher -> matcher.matches(series.get(matcher.name())));
        }

        @Override
        public List<String> labelNames(List<LabelMatcher> matchers, int limit) {
            TreeSet<String> names = new TreeSet<>(Utf8Order.COMPARATOR);
            for (Labels series : labels) {
                if (matches(series, matchers)) {
                    series.forEach(label -> names.add(label.name()));
                }
            }
            return limited(names, limit);
        }

        @Override
        public List<String> labelValues(String name, List<LabelMatcher> matchers, int limit) {
            TreeSet<String> values = new TreeSet<>(Utf8Order.COMPARATOR);
            for (Labels series : labels) {
                if (series.has(name) && matches(series, matchers)) {
                    values.add(series.get(name));
                }
            }
            return limited(values, limit);
        }

        private List<String> limited(Set<String> all, int limit) {
            return all.stream().limit(limit == 0 ? Long.MAX_VALUE : limit).toList();
        }

        @Override
        public Map<Labels, List<Exemplar>> exemplars(List<LabelMatcher> matchers) {
            return Map.of();
        }
    }

    private final class ListSeriesSet implements SeriesSet {
        private final List<Integer> found;
        private final long minTime;
        private final long maxTime;

        ListSeriesSet(List<Integer> found, long minTime, long maxTime) {
            this.found = found;
            this.minTime = minTime;
            this.maxTime = maxTime;
        }

        @Override
        public int size() {
            return found.size();
        }

        @Override
        public Labels labels(int series) {
            return labels.get(found.get(series));
        }

        @Override
        public LabelColumn column(String labelName) {
            Map<String, Integer> ids = new HashMap<>();
            List<String> values = new ArrayList<>();
            values.add("");
            int[] column = new int[found.size()];
            for (int series = 0; series < column.length; series++) {
                String value = labels(series).get(labelName);
                if (!value.isEmpty()) {
                    column[series] = ids.computeIfAbsent(value, key -> {
                        values.add(key);
                        return values.size() - 1;
                    });
                }
            }
            return new LabelColumn(column, values.size(), values::get);
        }

        @Override
        public SeriesReader reader() {
            return this::read;
        }

        private void read(int series, SampleBuffer into) {
            for (Sample sample : samples.get(found.get(series))) {
                if (sample.time() >= minTime && sample.time() <= maxTime) {
                    if (sample.histogram() == null) {
                        into.add(sample.time(), sample.value());
                    } else {
                        into.add(sample.time(), sample.histogram());
                    }
                    if (sample.startTime() != 0) {
                        into.startTime(into.size() - 1, sample.startTime());
                    }
                }
            }
        }
    }
}
