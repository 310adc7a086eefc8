package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.plan.InstantSelectPlan;
import io.dunlin.promql.plan.Plan;
import io.dunlin.promql.plan.RangeSelectPlan;
import io.dunlin.promql.plan.SharedPlan;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code absent} and {@code absent_over_time}: 1 at every step at which the input has nothing. */
final class Absence {
    private Absence() {}

    static Frame of(QueryContext context, SeriesSource input, Plan argument, boolean dropsName, int steps) {
        long[] present = PresenceBits.of(steps);
        ColumnPump.run(context, input, steps, (series, column) -> PresenceBits.or(present, column.presence()));
        StepColumn absent = new StepColumn(steps);
        for (int step = 0; step < steps; step++) {
            if (!PresenceBits.has(present, step)) {
                absent.set(step, 1);
            }
        }
        return new Frame.Builder().add(labelsOf(argument), dropsName, absent).build();
    }

    /** The labels that a selector matches by equality, each by one matcher. */
    private static Labels labelsOf(Plan argument) {
        if (argument instanceof SharedPlan shared) {
            return labelsOf(shared.input());
        }
        if (argument instanceof InstantSelectPlan select) {
            return labelsOf(select.matchers());
        }
        return argument instanceof RangeSelectPlan select ? labelsOf(select.matchers()) : Labels.empty();
    }

    private static Labels labelsOf(List<LabelMatcher> matchers) {
        Labels.Builder labels = Labels.builder();
        Set<String> seen = new HashSet<>();
        for (LabelMatcher matcher : matchers) {
            if (matcher.name().equals(Labels.METRIC_NAME)) {
                continue;
            }
            if (matcher.type() == LabelMatcher.Type.EQUAL && seen.add(matcher.name())) {
                labels.set(matcher.name(), matcher.value());
            } else {
                labels.remove(matcher.name());
            }
        }
        return labels.build();
    }
}
