package io.dunlin.promql.operator;

import io.dunlin.promql.annotation.Warnings;
import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.function.FunctionFlag;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.promql.function.ValueType;
import io.dunlin.promql.kernel.FunctionKernel;
import io.dunlin.promql.kernel.KernelTable;
import io.dunlin.promql.plan.CallPlan;
import io.dunlin.promql.plan.InstantSelectPlan;
import io.dunlin.promql.plan.Plan;
import io.dunlin.promql.plan.SampleField;
import io.dunlin.promql.plan.SubqueryPlan;
import java.util.ArrayList;
import java.util.List;

/** Evaluates one function call. Arguments are evaluated left to right, as in Prometheus. */
final class CallEvaluation {
    private final Evaluator evaluator;
    private final QueryContext context;
    private final CallPlan plan;
    private final PromqlFunction function;

    CallEvaluation(Evaluator evaluator, CallPlan plan) {
        this.evaluator = evaluator;
        this.context = evaluator.context();
        this.plan = plan;
        this.function = plan.function();
    }

    Operand evaluate() {
        Operand result = evaluate(KernelTable.of(function));
        if (function.has(FunctionFlag.SORTS) && !evaluator.grid().isInstant()) {
            context.newAnnotations().add(Warnings.sortInRangeQuery(plan.span().start()));
        }
        return result;
    }

    private Operand evaluate(FunctionKernel kernel) {
        return switch (kernel.shape()) {
            case RANGE -> overRange();
            case INSTANT -> perSeries();
            case HISTOGRAM -> evaluator.merged(histogram(kernel));
            case SCALAR -> scalar(kernel);
            case OPERATOR -> byOperator();
        };
    }

    private Operand overRange() {
        SeriesSource source = overRange(RangeInputs.of(evaluator, plan));
        if (function == PromqlFunction.ABSENT_OVER_TIME) {
            Plan range = plan.arguments().get(0);
            return Operand.vector(Absence.of(context, source, range, true, evaluator.steps()));
        }
        return Operand.vector(
                context.modes().delayedNameRemoval() ? source : SameLabels.reject(context, source, evaluator.steps()));
    }

    /** Returns the function of a range vector, whose series may yet turn out to have the same labels. */
    RangeFunctionSource overRange(RangeInput input) {
        CallArguments arguments = arguments();
        int position = positionOf(plan.arguments().get(0));
        CounterCheck check = CounterCheck.of(context, function, input.labels(), position);
        return new RangeFunctionSource(context, function, input, arguments, check, evaluator.counts());
    }

    private Operand perSeries() {
        if (plan.arguments().isEmpty()) {
            Frame times = ScalarConversion.toVector(Times.seconds(evaluator.grid()));
            return Operand.vector(InstantFunctions.apply(context, function, times, arguments()));
        }
        SeriesSource input = evaluator.vector(plan.arguments().get(0));
        return evaluator.merged(InstantFunctions.apply(context, function, input, arguments()));
    }

    private Operand scalar(FunctionKernel kernel) {
        double[] numbers = new double[evaluator.steps()];
        kernel.scalarKernel().evaluate(arguments().forWorker(context, context.newAnnotations()), numbers);
        return Operand.scalar(numbers);
    }

    /** Evaluates the scalar and string arguments. */
    private CallArguments arguments() {
        List<Plan> plans = plan.arguments();
        double[][] numbers = new double[plans.size()][];
        String[] texts = new String[plans.size()];
        int[] positions = new int[plans.size()];
        for (int i = 0; i < positions.length; i++) {
            Plan argument = plans.get(i);
            positions[i] = positionOf(argument);
            if (argument.type() == ValueType.SCALAR) {
                numbers[i] = evaluator.scalar(argument);
            } else if (argument.type() == ValueType.STRING) {
                texts[i] = evaluator.evaluate(argument).text();
            }
        }
        return new CallArguments(evaluator.grid(), numbers, texts, positions);
    }

    /** Prometheus replaces a subquery by its results before the function sees it, and those stand nowhere. */
    private static int positionOf(Plan argument) {
        return argument instanceof SubqueryPlan ? 0 : argument.span().start();
    }

    /** {@code histogram_quantile} and {@code histogram_fraction}: the vector is the last argument. */
    private SeriesSource histogram(FunctionKernel kernel) {
        CallArguments arguments = arguments();
        int vector = plan.arguments().size() - 1;
        Frame input = evaluator.frame(plan.arguments().get(vector));
        return HistogramCalls.evaluate(context, function, kernel, input, arguments, vector);
    }

    private Operand byOperator() {
        return switch (function) {
            case ABSENT ->
                Operand.vector(Absence.of(context, vector(), plan.arguments().get(0), false, evaluator.steps()));
            case SCALAR -> Operand.scalar(ScalarConversion.toScalar(context, vector(), evaluator.steps()));
            case VECTOR ->
                Operand.vector(ScalarConversion.toVector(
                        evaluator.scalar(plan.arguments().get(0))));
            case TIMESTAMP, START_TIMESTAMP -> sampleTimes();
            case SORT -> Operand.vector(VectorSorting.byValue(frame(), false));
            case SORT_DESC -> Operand.vector(VectorSorting.byValue(frame(), true));
            case SORT_BY_LABEL -> Operand.vector(VectorSorting.byLabels(frame(), textsFrom(1), false));
            case SORT_BY_LABEL_DESC -> Operand.vector(VectorSorting.byLabels(frame(), textsFrom(1), true));
            case LABEL_REPLACE, LABEL_JOIN -> relabelled();
            case INFO -> Operand.vector(InfoCalls.evaluate(evaluator, plan));
            case HISTOGRAM_QUANTILES -> evaluator.merged(HistogramCalls.quantiles(context, frame(), arguments()));
            default -> throw new IllegalStateException("no operator: function=" + function);
        };
    }

    private SeriesSource vector() {
        return evaluator.vector(plan.arguments().get(0));
    }

    private Frame frame() {
        return evaluator.frame(plan.arguments().get(0));
    }

    private List<String> textsFrom(int first) {
        List<String> texts = new ArrayList<>();
        for (Plan argument : plan.arguments().subList(first, plan.arguments().size())) {
            texts.add(evaluator.evaluate(argument).text());
        }
        return texts;
    }

    private Operand relabelled() {
        List<String> texts = textsFrom(1);
        Relabelling relabelling = new Relabelling(context, vector());
        SeriesSource relabelled = function == PromqlFunction.LABEL_REPLACE
                ? relabelling.replace(texts.get(0), texts.get(1), texts.get(2), texts.get(3))
                : relabelling.join(texts.get(0), texts.get(1), texts.subList(2, texts.size()));
        return Operand.vector(SameLabels.merge(context, relabelled, evaluator.steps()));
    }

    /** Of a selector, the times of its samples; of anything else, the evaluation times, and no start times. */
    private Operand sampleTimes() {
        Plan argument = plan.arguments().get(0);
        SeriesSource input = evaluator.vector(argument);
        boolean ofSelector = argument instanceof InstantSelectPlan select && select.reads() != SampleField.VALUE;
        boolean starts = function == PromqlFunction.START_TIMESTAMP;
        boolean nothing = starts && (!ofSelector || !context.modes().useStartTimestamps());
        double[] times = Times.seconds(evaluator.grid());
        return evaluator.merged(InstantFunctions.apply(context, input, false, () -> {
            ColumnReader reader = input.reader();
            StepColumn between = new StepColumn(times.length);
            return (series, scratch) -> {
                between.clear();
                StepColumn in = reader.read(series, between);
                if (!nothing) {
                    PresenceBits.or(scratch.presence(), in.presence());
                    System.arraycopy(ofSelector ? in.values() : times, 0, scratch.values(), 0, times.length);
                }
                return scratch;
            };
        }));
    }
}
