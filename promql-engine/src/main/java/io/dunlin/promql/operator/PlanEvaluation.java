package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepGrid;
import io.dunlin.promql.plan.Plan;
import io.dunlin.promql.plan.RangeSelectPlan;
import io.dunlin.promql.plan.SubqueryPlan;
import io.dunlin.promql.result.MatrixValue;
import io.dunlin.promql.result.QueryValue;
import io.dunlin.promql.result.ScalarValue;
import io.dunlin.promql.result.StringValue;

/** Evaluates whole plans to results: the door of this package. */
public final class PlanEvaluation {
    private PlanEvaluation() {}

    /** Evaluates at one time. */
    public static QueryValue instant(QueryContext context, Plan plan, long time, SampleCounts counts) {
        StepGrid grid = StepGrid.instant(time);
        Evaluator evaluator = new Evaluator(context, grid, counts);
        if (plan instanceof RangeSelectPlan select) {
            return RangeVectorResult.ofSelector(evaluator, select);
        }
        if (plan instanceof SubqueryPlan subquery) {
            return RangeVectorResult.ofSubquery(evaluator, subquery);
        }
        Operand result = evaluator.evaluate(plan);
        if (result.text() != null) {
            return new StringValue(time, result.text());
        }
        if (result.numbers() != null) {
            return new ScalarValue(time, result.numbers()[0]);
        }
        return ResultBuilder.vector(finished(context, result, grid), time);
    }

    /** Evaluates at every time of a grid; the plan is a scalar or an instant vector. */
    public static MatrixValue range(QueryContext context, Plan plan, StepGrid grid, SampleCounts counts) {
        Operand result = new Evaluator(context, grid, counts).evaluate(plan);
        if (result.numbers() != null) {
            return ResultBuilder.matrix(
                    new FinishedFrame(ScalarConversion.toVector(result.numbers()), null), grid.times());
        }
        return ResultBuilder.matrix(finished(context, result, grid), grid.times());
    }

    private static FinishedFrame finished(QueryContext context, Operand result, StepGrid grid) {
        return FinishedFrame.of(context, Frame.of(context, result.vector(), grid.count()));
    }
}
