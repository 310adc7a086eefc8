package io.dunlin.promql.operator;

import io.dunlin.promql.annotation.Annotations;
import io.dunlin.promql.annotation.Warnings;
import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.function.AggregationOp;
import io.dunlin.promql.plan.AggregatePlan;
import io.dunlin.promql.plan.Plan;
import io.dunlin.tsdb.model.Labels;

/**
 * An aggregation that makes one series of a group: the input's columns come, in series order, into one accumulator a group,
 * so that memory grows with groups × steps.
 */
final class Reduction implements ColumnSink {
    /** The most columns that an accumulator keeps: sum, its error, count and result. */
    private static final int STATES = 4;

    private final QueryContext context;
    private final AggregatePlan plan;
    private final SeriesSource input;
    private final StepParameter parameter;
    private final int steps;
    private final Grouping groups;
    private final AggregateTools tools;
    private final GroupAccumulator[] accumulators;
    private final boolean[] drops;

    /** Begins to aggregate {@code input}; {@code parameter} is null where the operator has none. */
    Reduction(QueryContext context, AggregatePlan plan, SeriesSource input, StepParameter parameter, int steps) {
        this.context = context;
        this.plan = plan;
        this.input = input;
        this.parameter = parameter;
        this.steps = steps;
        if (plan.op() == AggregationOp.QUANTILE) {
            warnOfQuantiles();
        }
        this.groups = Grouping.of(input.labels(), plan);
        this.tools = new AggregateTools(
                steps,
                series -> input.labels().labels(series).metricName(),
                context.newAnnotations(),
                plan.op().promqlName(),
                plan.input().span().start());
        this.accumulators = new GroupAccumulator[groups.count()];
        this.drops = new boolean[accumulators.length];
        context.hold((long) accumulators.length * steps);
    }

    private void warnOfQuantiles() {
        int position = plan.parameter().map(Plan::span).orElseThrow().start();
        Annotations annotations = context.newAnnotations();
        if (parameter.hasNan()) {
            annotations.add(Warnings.invalidQuantile(Double.NaN, position));
        }
        if (parameter.max() > 1) {
            annotations.add(Warnings.invalidQuantile(parameter.max(), position));
        }
        if (parameter.min() < 0) {
            annotations.add(Warnings.invalidQuantile(parameter.min(), position));
        }
    }

    @Override
    public void accept(int series, StepColumn column) {
        int group = groups.groupOf(series);
        if (accumulators[group] == null) {
            context.memory().take(STATES * MemorySizes.column(steps) + MemorySizes.LABELS);
            accumulators[group] = accumulator();
        }
        accumulators[group].add(series, column);
        drops[group] |= input.dropsName(series);
    }

    private GroupAccumulator accumulator() {
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

    /** Returns the groups that had a value, when all columns have come. */
    Frame finish() {
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
