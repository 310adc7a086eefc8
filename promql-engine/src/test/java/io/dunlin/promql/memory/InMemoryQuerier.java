package io.dunlin.promql.memory;

import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.Utf8Order;
import io.dunlin.tsdb.storage.LabelColumn;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Selects by looking at every series. */
final class InMemoryQuerier implements Querier {
    private final List<StoredSeries> series;
    private final long minTime;
    private final long maxTime;

    InMemoryQuerier(List<StoredSeries> series, long minTime, long maxTime) {
        this.series = series;
        this.minTime = minTime;
        this.maxTime = maxTime;
    }

    @Override
    public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
        List<StoredSeries> found = matching(matchers);
        return new SeriesSet() {
            @Override
            public int size() {
                return found.size();
            }

            @Override
            public Labels labels(int number) {
                return found.get(number).labels();
            }

            @Override
            public LabelColumn column(String labelName) {
                return columnOf(found, labelName);
            }

            @Override
            public SeriesReader reader() {
                return (number, into) -> found.get(number).read(minTime, maxTime, into);
            }
        };
    }

    private List<StoredSeries> matching(List<LabelMatcher> matchers) {
        return series.stream()
                .filter(s ->
                        matchers.stream().allMatch(m -> m.matches(s.labels().get(m.name()))))
                .collect(Collectors.toList());
    }

    private static LabelColumn columnOf(List<StoredSeries> found, String labelName) {
        Map<String, Integer> numbers = new HashMap<>();
        List<String> values = new ArrayList<>(List.of(""));
        int[] ids = new int[found.size()];
        for (int i = 0; i < ids.length; i++) {
            String value = found.get(i).labels().get(labelName);
            if (!value.isEmpty()) {
                ids[i] = numbers.computeIfAbsent(value, v -> {
                    values.add(v);
                    return values.size() - 1;
                });
            }
        }
        return new LabelColumn(ids, values.size(), values::get);
    }

    @Override
    public List<String> labelNames(List<LabelMatcher> matchers, int limit) {
        TreeSet<String> names = new TreeSet<>(Utf8Order.COMPARATOR);
        matching(matchers).forEach(s -> s.labels().forEach(label -> names.add(label.name())));
        return limited(names, limit);
    }

    @Override
    public List<String> labelValues(String name, List<LabelMatcher> matchers, int limit) {
        TreeSet<String> values = new TreeSet<>(Utf8Order.COMPARATOR);
        matching(matchers).forEach(s -> values.add(s.labels().get(name)));
        values.remove("");
        return limited(values, limit);
    }

    private static List<String> limited(TreeSet<String> sorted, int limit) {
        return sorted.stream().limit(limit == 0 ? Long.MAX_VALUE : limit).collect(Collectors.toList());
    }

    @Override
    public Map<Labels, List<Exemplar>> exemplars(List<LabelMatcher> matchers) {
        return Map.of();
    }
}
