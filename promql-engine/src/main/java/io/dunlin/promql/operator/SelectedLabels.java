package io.dunlin.promql.operator;

import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.LabelColumn;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SeriesSet;
import java.util.List;

/** The labels of selected series, which stay in the storage. */
final class SelectedLabels implements SeriesLabels {
    private final Querier querier;
    private final List<LabelMatcher> matchers;
    private final SeriesSet series;

    SelectedLabels(Querier querier, List<LabelMatcher> matchers, SeriesSet series) {
        this.querier = querier;
        this.matchers = matchers;
        this.series = series;
    }

    @Override
    public int size() {
        return series.size();
    }

    @Override
    public Labels labels(int number) {
        return series.labels(number);
    }

    @Override
    public LabelColumn column(String name) {
        return series.column(name);
    }

    @Override
    public List<String> names() {
        return querier.labelNames(matchers, 0);
    }

    @Override
    public boolean areDistinct() {
        return true;
    }

    @Override
    public boolean areDistinctWithoutName() {
        return size() <= 1
                || (hasOneName() && isConstant("__type__") && isConstant("__unit__"))
                || ArrayLabels.areDistinct(size(), i -> MetadataLabels.drop(labels(i)));
    }

    private boolean hasOneName() {
        for (LabelMatcher matcher : matchers) {
            if (matcher.type() == LabelMatcher.Type.EQUAL && matcher.name().equals(Labels.METRIC_NAME)) {
                return true;
            }
        }
        return isConstant(Labels.METRIC_NAME);
    }

    private boolean isConstant(String name) {
        if (!series.mayHave(name)) {
            return true;
        }
        int[] ids = series.column(name).ids();
        for (int i = 1; i < size(); i++) {
            if (ids[i] != ids[0]) {
                return false;
            }
        }
        return true;
    }
}
