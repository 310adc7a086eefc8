package io.dunlin.promql.operator;

import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.Utf8Order;
import io.dunlin.tsdb.storage.LabelColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;

/** Label sets in an array. */
final class ArrayLabels implements SeriesLabels {
    private final Labels[] labels;

    ArrayLabels(Labels[] labels) {
        this.labels = labels;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Labels labels(int series) {
        return labels[series];
    }

    @Override
    public LabelColumn column(String name) {
        Map<String, Integer> numbers = new HashMap<>();
        List<String> values = new ArrayList<>();
        values.add("");
        int[] ids = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            String value = labels[i].get(name);
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
    public List<String> names() {
        TreeSet<String> names = new TreeSet<>(Utf8Order.COMPARATOR);
        for (Labels set : labels) {
            for (int i = 0; i < set.size(); i++) {
                names.add(set.name(i));
            }
        }
        return List.copyOf(names);
    }

    @Override
    public boolean areDistinct() {
        return areDistinct(labels.length, i -> labels[i]);
    }

    @Override
    public boolean areDistinctWithoutName() {
        return areDistinct(labels.length, i -> MetadataLabels.drop(labels[i]));
    }

    /** Returns whether no two label sets are equal. */
    static boolean areDistinct(int count, IntFunction<Labels> sets) {
        if (count <= 1) {
            return true;
        }
        Set<Labels> seen = new HashSet<>();
        for (int i = 0; i < count; i++) {
            if (!seen.add(sets.apply(i))) {
                return false;
            }
        }
        return true;
    }
}
