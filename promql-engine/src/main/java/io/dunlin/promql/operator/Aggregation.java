package io.dunlin.promql.operator;

import io.dunlin.promql.annotation.Annotations;
import io.dunlin.promql.annotation.Warnings;
import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.function.AggregationOp;
import io.dunlin.promql.plan.AggregatePlan;
import io.dunlin.promql.plan.Plan;
import io.dunlin.promql.plan.TextPlan;
import io.dunlin.promql.result.QueryException;
import io.dunlin.tsdb.model.Labels;

/**
 * Evaluates one aggregation: the input's columns are pumped, in series order, into one accumulator a group, so that memory
 * grows with groups × steps.
 */
final class Aggregation {
    /** The most columns that an accumulator keeps: sum, its error, count and result. */
    private static final int STATES = 4;

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
        if (plan.op() == AggregationOp.QUANTILE) {
            warnOfQuantiles(parameter);
        }
        Grouping groups = Grouping.of(input.labels(), plan);
        AggregateTools tools = new AggregateTools(
                steps,
                series -> input.labels().labels(series).metricName(),
                context.newAnnotations(),
                plan.op().promqlName(),
                plan.input().span().start());
        GroupAccumulator[] accumulators = new GroupAccumulator[groups.count()];
        boolean[] drops = new boolean[accumulators.length];
        context.hold((long) accumulators.length * steps);
        ColumnPump.run(context, input, steps, (series, column) -> {
            int group = groups.groupOf(series);
            if (accumulators[group] == null) {
                context.memory().take(STATES * MemorySizes.column(steps) + MemorySizes.LABELS);
                accumulators[group] = accumulator(tools, parameter);
            }
            accumulators[group].add(series, column);
            drops[group] |= input.dropsName(series);
        });
        return results(groups, accumulators, drops);
    }

    private void warnOfQuantiles(StepParameter quantiles) {
        Annotations annotations = context.newAnnotations();
        if (quantiles.hasNan()) {
            annotations.add(Warnings.invalidQuantile(Double.NaN, parameterPosition()));
        }
        if (quantiles.max() > 1) {
            annotations.add(Warnings.invalidQuantile(quantiles.max(), parameterPosition()));
        }
        if (quantiles.min() < 0) {
            annotations.add(Warnings.invalidQuantile(quantiles.min(), parameterPosition()));
        }
    }

    private GroupAccumulator accumulator(AggregateTools tools, StepParameter parameter) {
        return switch (plan.op()) {
            case SUM -> new SumAccumulator(tools);
            case AVG -> new AverageAccumulator(tools);
            case COUNT -> CountAccumulator.count(tools);
            case GROUP -> CountAccumulator.group(tools);
            case MIN -> new ExtremeAccumulator(tools, false);
            case MAX -> new ExtremeAccumulator(tools, true);
            case STDDEV -> new VarianceAccumulator(tools, true);
            case STDVAR -> new VarianceAccumulator(tools, false);
            case QUANTILE -> new QuantileAccumulator(context, tools, parameter.values());
            case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO, COUNT_VALUES ->
                throw new IllegalStateException("no accumulator: op=" + plan.op());
        };
    }

    private Frame results(Grouping groups, GroupAccumulator[] accumulators, boolean[] drops) {
        Frame.Builder result = new Frame.Builder();
        long held = 0;
        for (int group = 0; group < accumulators.length; group++) {
            if (accumulators[group] != null) {
                StepColumn column = accumulators[group].finish();
                Labels labels = groups.labels(group);
                result.add(labels, drops[group], column);
                held += column.present();
            }
        }
        context.release((long) accumulators.length * steps - held);
        return result.build();
    }
}
