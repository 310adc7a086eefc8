package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.histogram.HistogramText;
import io.dunlin.promql.number.GoFloatFormat;
import io.dunlin.promql.plan.AggregatePlan;
import io.dunlin.promql.result.QueryException;
import io.dunlin.promql.text.Quoting;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** {@code count_values}: how many series of a group have each value, which becomes a label. */
final class ValueCounting {
    private final AggregatePlan plan;
    private final QueryContext context;
    private final String label;
    private final int steps;
    private final Map<Labels, StepColumn> counts = new LinkedHashMap<>();

    private ValueCounting(QueryContext context, AggregatePlan plan, String label, int steps) {
        this.context = context;
        this.plan = plan;
        this.label = label;
        this.steps = steps;
    }

    static Frame apply(QueryContext context, AggregatePlan plan, String label, SeriesSource input, int steps) {
        if (!LabelNames.isValid(label)) {
            throw QueryException.execution("invalid label name " + Quoting.quote(label));
        }
        ValueCounting counting = new ValueCounting(context, plan, label, steps);
        ColumnPump.run(
                context,
                input,
                steps,
                (series, column) -> counting.add(input.labels().labels(series), column));
        Frame.Builder result = new Frame.Builder();
        counting.counts.forEach((labels, column) -> result.add(labels, false, column));
        return result.build();
    }

    private void add(Labels series, StepColumn column) {
        Map<String, StepColumn> byValue = new HashMap<>();
        for (int step = 0; step < steps; step++) {
            if (!column.has(step)) {
                continue;
            }
            FloatHistogram histogram = column.histogram(step);
            String value =
                    histogram == null ? GoFloatFormat.fixed(column.values()[step]) : HistogramText.print(histogram);
            StepColumn count =
                    byValue.computeIfAbsent(value, v -> counts.computeIfAbsent(groupOf(series, v), g -> newColumn()));
            count.set(step, count.has(step) ? count.values()[step] + 1 : 1);
        }
    }

    private StepColumn newColumn() {
        context.memory().take(MemorySizes.column(steps) + MemorySizes.LABELS);
        return new StepColumn(steps);
    }

    private Labels groupOf(Labels series, String value) {
        Labels labelled = series.toBuilder().set(label, value).build();
        if (plan.without()) {
            Set<String> removed = new HashSet<>(plan.labels());
            removed.add(Labels.METRIC_NAME);
            return labelled.without(removed);
        }
        Set<String> kept = new HashSet<>(plan.labels());
        kept.add(label);
        return labelled.keep(kept);
    }
}
