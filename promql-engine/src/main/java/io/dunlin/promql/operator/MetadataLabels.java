package io.dunlin.promql.operator;

import io.dunlin.tsdb.model.Labels;
import java.util.List;
import java.util.Set;

/** The labels that say what a metric is and no longer hold of what is computed from it. */
final class MetadataLabels {
    /** The metric name, type and unit. */
    static final Set<String> NAMES = Set.of(Labels.METRIC_NAME, "__type__", "__unit__");

    private static final List<String> LIST = List.copyOf(NAMES);

    private MetadataLabels() {}

    /** Returns the labels without name, type and unit. */
    static Labels drop(Labels labels) {
        for (int i = 0; i < labels.size(); i++) {
            if (NAMES.contains(labels.name(i))) {
                return labels.without(LIST);
            }
        }
        return labels;
    }
}
