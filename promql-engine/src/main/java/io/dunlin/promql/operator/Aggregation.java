package io.dunlin.promql.operator;

import io.dunlin.promql.annotation.Annotations;
import io.dunlin.promql.annotation.Warnings;
import io.dunlin.promql.function.AggregationOp;
import io.dunlin.promql.plan.AggregatePlan;
import io.dunlin.promql.plan.Plan;
import io.dunlin.promql.plan.TextPlan;
import io.dunlin.promql.result.QueryException;

/** Evaluates one aggregation. */
final class Aggregation {
    private final Evaluator evaluator;
    private final QueryContext context;
    private final AggregatePlan plan;
    private final int steps;

    Aggregation(Evaluator evaluator, AggregatePlan plan) {
        this.evaluator = evaluator;
        this.context = evaluator.context();
        this.plan = plan;
        this.steps = evaluator.steps();
    }

    SeriesSource evaluate() {
        if (plan.op() == AggregationOp.COUNT_VALUES) {
            String label = ((TextPlan) plan.parameter().orElseThrow()).value();
            return ValueCounting.apply(context, plan, label, evaluator.vector(plan.input()), steps);
        }
        StepParameter parameter = plan.parameter()
                .map(p -> new StepParameter(evaluator.scalar(p)))
                .orElse(null);
        SeriesSource input = evaluator.vector(plan.input());
        return plan.op().selectsSeries() ? select(input, parameter) : reduce(input, parameter);
    }

    private SeriesSource select(SeriesSource input, StepParameter parameter) {
        boolean ratio = plan.op() == AggregationOp.LIMIT_RATIO;
        if (ratio ? !asksForRatio(parameter) : !parameter.asksForSeries()) {
            ColumnPump.run(context, input, steps, (series, column) -> {});
            return new Frame.Builder().build();
        }
        Grouping groups = Grouping.of(input.labels(), plan);
        SeriesSelector selector = selector(input, parameter, groups);
        ColumnPump.run(context, input, steps, selector);
        return selector.finish();
    }

    private SeriesSelector selector(SeriesSource input, StepParameter parameter, Grouping groups) {
        if (plan.op() == AggregationOp.LIMIT_RATIO) {
            return LimitSelector.ratio(context, input, groups, parameter);
        }
        if (plan.op() == AggregationOp.LIMITK) {
            return LimitSelector.first(context, input, groups, parameter);
        }
        boolean largest = plan.op() == AggregationOp.TOPK;
        return new ExtremeSelector(
                context, input, groups, parameter, largest, plan.span().start());
    }

    private boolean asksForRatio(StepParameter ratios) {
        if (ratios.max() == 0 && ratios.min() == 0) {
            return false;
        }
        if (ratios.hasNan()) {
            throw QueryException.execution("Ratio value is NaN");
        }
        Annotations annotations = context.newAnnotations();
        if (ratios.max() > 1) {
            annotations.add(Warnings.invalidRatio(ratios.max(), 1, parameterPosition()));
        }
        if (ratios.min() < -1) {
            annotations.add(Warnings.invalidRatio(ratios.min(), -1, parameterPosition()));
        }
        return true;
    }

    private int parameterPosition() {
        return plan.parameter().map(Plan::span).orElseThrow().start();
    }

    private SeriesSource reduce(SeriesSource input, StepParameter parameter) {
        Reduction reduction = new Reduction(context, plan, input, parameter, steps);
        ColumnPump.run(context, input, steps, reduction);
        return reduction.finish();
    }
}
