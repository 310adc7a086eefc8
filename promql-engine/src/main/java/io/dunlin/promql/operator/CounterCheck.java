package io.dunlin.promql.operator;

import io.dunlin.promql.annotation.Annotations;
import io.dunlin.promql.annotation.Infos;
import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.function.FunctionFlag;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.LabelColumn;

/**
 * Notes where a counter function is used on a metric that does not look like a counter: by its name's ending, or by its
 * {@code __type__} label where those are in use. Series of one name that follow each other are looked
 * at once. Thread-safe.
 */
final class CounterCheck {
    private static final int NOT_YET = -1;
    private static final CounterCheck NONE = new CounterCheck(null, null, false, 0);

    private final Annotations annotations;
    private final LabelColumn names;
    private final LabelColumn types;
    private final int position;
    private volatile int lastName = NOT_YET;

    private CounterCheck(Annotations annotations, SeriesLabels labels, boolean byType, int position) {
        this.annotations = annotations;
        this.position = position;
        this.names = labels == null ? null : labels.column(Labels.METRIC_NAME);
        this.types = byType ? labels.column("__type__") : null;
    }

    /** Returns the check for a function, which does nothing where the function takes gauges too. */
    static CounterCheck of(QueryContext context, PromqlFunction function, SeriesLabels labels, int position) {
        if (!function.has(FunctionFlag.COUNTER_ONLY)) {
            return NONE;
        }
        return new CounterCheck(
                context.newAnnotations(), labels, context.modes().typeAndUnitLabels(), position);
    }

    /** Looks at a series whose result is known: only results with floats count. */
    void note(int series, StepColumn result) {
        if (names == null || (types == null && names.ids()[series] == lastName) || !hasFloats(result)) {
            return;
        }
        int name = names.ids()[series];
        check(names.value(name), series);
        lastName = name;
    }

    private synchronized void check(String name, int series) {
        if (name.isEmpty()) {
            return;
        }
        if (types != null) {
            String type = types.value(types.ids()[series]);
            if (!type.equals("counter") && !type.equals("histogram")) {
                annotations.add(Infos.possibleNonCounterLabel(name, type, position));
            }
        } else if (!looksLikeCounter(name)) {
            annotations.add(Infos.possibleNonCounter(name, position));
        }
    }

    private static boolean looksLikeCounter(String name) {
        return name.endsWith("_total") || name.endsWith("_sum") || name.endsWith("_count") || name.endsWith("_bucket");
    }

    private static boolean hasFloats(StepColumn column) {
        if (!column.hasHistograms()) {
            return !column.isEmpty();
        }
        for (int step = 0; step < column.steps(); step++) {
            if (column.has(step) && column.histogram(step) == null) {
                return true;
            }
        }
        return false;
    }
}
