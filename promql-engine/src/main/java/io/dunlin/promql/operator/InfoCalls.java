package io.dunlin.promql.operator;

import io.dunlin.promql.plan.CallPlan;
import io.dunlin.promql.plan.InstantSelectPlan;
import io.dunlin.promql.plan.Plan;
import io.dunlin.promql.plan.RangeSelectPlan;
import io.dunlin.promql.plan.SharedPlan;
import io.dunlin.promql.plan.SubqueryPlan;
import io.dunlin.promql.plan.TimeShift;
import io.dunlin.tsdb.model.LabelMatcher;
import java.util.List;
import java.util.Optional;

/** Calls of {@code info}. */
final class InfoCalls {
    private static final TimeShift NO_SHIFT = new TimeShift(0, false, 0);

    private InfoCalls() {}

    static SeriesSource evaluate(Evaluator evaluator, CallPlan call) {
        Plan input = call.arguments().get(0);
        List<LabelMatcher> matchers =
                call.arguments().size() > 1 ? matchersOf(call.arguments().get(1)) : List.of();
        InfoJoin join = new InfoJoin(evaluator.context(), evaluator.grid(), evaluator.counts(), matchers);
        return join.apply(evaluator.frame(input), shiftOf(input).orElse(NO_SHIFT));
    }

    /** The second argument is only a list of matchers and never selected. */
    private static List<LabelMatcher> matchersOf(Plan plan) {
        return plan instanceof SharedPlan shared ? matchersOf(shared.input()) : ((InstantSelectPlan) plan).matchers();
    }

    /**
     * Returns from when the first selector of a plan reads. Offsets of subqueries around it add up until an {@code @} fixes
     * the time.
     */
    private static Optional<TimeShift> shiftOf(Plan plan) {
        if (plan instanceof InstantSelectPlan select) {
            return Optional.of(select.shift());
        }
        if (plan instanceof RangeSelectPlan select) {
            return Optional.of(select.shift());
        }
        for (Plan child : plan.children()) {
            Optional<TimeShift> found = shiftOf(child);
            if (found.isPresent()) {
                return plan instanceof SubqueryPlan subquery ? found.map(s -> within(subquery, s)) : found;
            }
        }
        return Optional.empty();
    }

    private static TimeShift within(SubqueryPlan subquery, TimeShift inner) {
        TimeShift outer = subquery.shift();
        return inner.fixed() ? inner : new TimeShift(inner.offset() + outer.offset(), outer.fixed(), outer.at());
    }
}
