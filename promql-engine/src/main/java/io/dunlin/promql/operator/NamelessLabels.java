package io.dunlin.promql.operator;

import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.LabelColumn;
import java.util.List;
import java.util.stream.Collectors;

/** Other labels without metric name, type and unit. */
final class NamelessLabels implements SeriesLabels {
    private final SeriesLabels named;

    NamelessLabels(SeriesLabels named) {
        this.named = named;
    }

    @Override
    public int size() {
        return named.size();
    }

    @Override
    public Labels labels(int series) {
        return MetadataLabels.drop(named.labels(series));
    }

    @Override
    public LabelColumn column(String name) {
        return MetadataLabels.NAMES.contains(name)
                ? new LabelColumn(new int[named.size()], 1, id -> "")
                : named.column(name);
    }

    @Override
    public List<String> names() {
        return named.names().stream()
                .filter(n -> !MetadataLabels.NAMES.contains(n))
                .collect(Collectors.toList());
    }

    @Override
    public boolean areDistinct() {
        return named.areDistinctWithoutName();
    }

    @Override
    public boolean areDistinctWithoutName() {
        return named.areDistinctWithoutName();
    }
}
