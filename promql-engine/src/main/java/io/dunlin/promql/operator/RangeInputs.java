package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepGrid;
import io.dunlin.promql.batch.WindowEdge;
import io.dunlin.promql.batch.WindowGrid;
import io.dunlin.promql.batch.WindowLeaps;
import io.dunlin.promql.function.FunctionFlag;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.promql.plan.CallPlan;
import io.dunlin.promql.plan.Plan;
import io.dunlin.promql.plan.RangeSelectPlan;
import io.dunlin.promql.plan.SubqueryPlan;
import io.dunlin.promql.result.QueryException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Makes the range vector that a function reads: from the storage, or from the results of a subquery. */
final class RangeInputs {
    private RangeInputs() {}

    static RangeInput of(Evaluator evaluator, CallPlan call) {
        Plan range = call.arguments().get(call.rangeArgument());
        if (range instanceof SubqueryPlan subquery) {
            return ofSubquery(evaluator, subquery);
        }
        RangeSelectPlan select = (RangeSelectPlan) range;
        requireEdge(call.function(), select.edge());
        WindowGrid windows = evaluator.windows(select.range(), select.shift(), select.edge());
        Selection selection = Selection.of(evaluator.context(), select.matchers(), windows, call.function());
        return RangeInput.of(
                select.countAndSum() ? selection.withoutBuckets(WindowLeaps.ofRanges(windows)) : selection);
    }

    private static void requireEdge(PromqlFunction function, WindowEdge edge) {
        FunctionFlag needed = switch (edge) {
            case PLAIN -> null;
            case ANCHORED -> FunctionFlag.ANCHORED_SAFE;
            case SMOOTHED -> FunctionFlag.SMOOTHED_SAFE;
        };
        if (needed != null && !function.has(needed)) {
            String allowed = Arrays.stream(PromqlFunction.values())
                    .filter(f -> f.has(needed))
                    .map(PromqlFunction::promqlName)
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw QueryException.execution(edge.keyword() + " modifier can only be used with: " + allowed
                    + " - not with " + function.promqlName());
        }
    }

    private static RangeInput ofSubquery(Evaluator evaluator, SubqueryPlan subquery) {
        QueryContext context = evaluator.context();
        WindowGrid windows = evaluator.windows(subquery.range(), subquery.shift(), WindowEdge.PLAIN);
        StepGrid inner = innerGrid(windows, subquery.step());
        context.checkSteps(inner);
        Frame results = inner.count() == 0
                ? new Frame.Builder().build()
                : new Evaluator(context, inner, countsWithin(evaluator, inner, subquery)).frame(subquery.input());
        long[] times = inner.times();
        return new RangeInput(
                results.labels(), results::dropsName, windows, () -> SampleReader.of(results, times), false);
    }

    private static SampleCounts countsWithin(Evaluator evaluator, StepGrid inner, SubqueryPlan subquery) {
        return evaluator.counts().within(inner, subquery.shift().offset(), subquery.range());
    }

    /** The multiples of the step that lie in any window, from the first step's to the last step's. */
    static StepGrid innerGrid(WindowGrid windows, long step) {
        long after = windows.start(0);
        long first = step * (after / step);
        if (first <= after) {
            first += step;
        }
        return new StepGrid(first, windows.end(windows.count() - 1), step);
    }
}
