package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepGrid;
import io.dunlin.promql.batch.WindowEdge;
import io.dunlin.promql.batch.WindowGrid;
import io.dunlin.promql.batch.WindowLeaps;
import io.dunlin.promql.function.ValueType;
import io.dunlin.promql.plan.AggregatePlan;
import io.dunlin.promql.plan.BinaryPlan;
import io.dunlin.promql.plan.CallPlan;
import io.dunlin.promql.plan.InstantSelectPlan;
import io.dunlin.promql.plan.JointPlan;
import io.dunlin.promql.plan.NumberPlan;
import io.dunlin.promql.plan.Plan;
import io.dunlin.promql.plan.PlanVisitor;
import io.dunlin.promql.plan.RangeSelectPlan;
import io.dunlin.promql.plan.RepeatPlan;
import io.dunlin.promql.plan.SampleField;
import io.dunlin.promql.plan.SharedPlan;
import io.dunlin.promql.plan.SignPlan;
import io.dunlin.promql.plan.SubqueryPlan;
import io.dunlin.promql.plan.TextPlan;
import io.dunlin.promql.plan.TimeShift;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluates a plan on one grid: one method a node, each of which hands on to the class that does the work. Vectors may be
 * lazy; what is not is evaluated in Prometheus's order, which decides the order of annotations.
 */
final class Evaluator implements PlanVisitor<Operand> {
    private final QueryContext context;
    private final StepGrid grid;
    private final SampleCounts counts;
    private final Map<Integer, Operand> shared = new HashMap<>();
    private final Map<Integer, List<Operand>> joint = new HashMap<>();

    Evaluator(QueryContext context, StepGrid grid, SampleCounts counts) {
        this.counts = counts;
        this.context = context;
        this.grid = grid;
    }

    QueryContext context() {
        return context;
    }

    StepGrid grid() {
        return grid;
    }

    SampleCounts counts() {
        return counts;
    }

    int steps() {
        return grid.count();
    }

    Operand evaluate(Plan plan) {
        context.checkpoint();
        return plan.accept(this);
    }

    SeriesSource vector(Plan plan) {
        return evaluate(plan).vector();
    }

    Frame frame(Plan plan) {
        return Frame.of(context, vector(plan), steps());
    }

    double[] scalar(Plan plan) {
        return evaluate(plan).numbers();
    }

    @Override
    public Operand visitNumber(NumberPlan plan) {
        return Operand.scalar(ScalarConversion.repeat(plan.value(), steps()));
    }

    @Override
    public Operand visitText(TextPlan plan) {
        return Operand.text(plan.value());
    }

    @Override
    public Operand visitInstantSelect(InstantSelectPlan plan) {
        if (plan.smoothed()) {
            WindowGrid windows = windows(0, plan.shift(), WindowEdge.SMOOTHED);
            return Operand.vector(SmoothedSelectSource.of(context, plan, windows, counts));
        }
        WindowGrid windows = instants(plan);
        Selection all = Selection.of(context, plan.matchers(), windows, null);
        Selection selection = plan.countAndSum() ? all.withoutBuckets(WindowLeaps.ofInstants(windows)) : all;
        return Operand.vector(new InstantSelectSource(selection, plan.reads(), counts));
    }

    /**
     * Returns what an instant selector sees at each step. As in Prometheus, {@code timestamp()} of a selector with {@code @}
     * forgets the selector's offset, but only the samples that the offset lets it see are there: what both times see is left.
     */
    private WindowGrid instants(InstantSelectPlan plan) {
        long lookback = context.modes().lookbackDelta();
        TimeShift shift = plan.shift();
        if (plan.reads() == SampleField.VALUE || !shift.fixed()) {
            return windows(lookback, shift, WindowEdge.PLAIN);
        }
        TimeShift earlier = new TimeShift(Math.max(shift.offset(), 0), true, shift.at());
        return windows(Math.max(lookback - Math.abs(shift.offset()), 0), earlier, WindowEdge.PLAIN);
    }

    /** Returns the windows of a selector on this evaluator's grid. */
    WindowGrid windows(long range, TimeShift shift, WindowEdge edge) {
        long lookback = context.modes().lookbackDelta();
        return new WindowGrid(grid, range, shift.offset(), shift.fixed(), shift.at(), edge, lookback);
    }

    @Override
    public Operand visitRangeSelect(RangeSelectPlan plan) {
        throw new IllegalStateException("a range vector is read by the function around it: plan=" + plan.describe());
    }

    @Override
    public Operand visitSubquery(SubqueryPlan plan) {
        throw new IllegalStateException("a subquery is read by the function around it: plan=" + plan.describe());
    }

    @Override
    public Operand visitCall(CallPlan plan) {
        return new CallEvaluation(this, plan).evaluate();
    }

    @Override
    public Operand visitAggregate(AggregatePlan plan) {
        return Operand.vector(new Aggregation(this, plan).evaluate());
    }

    @Override
    public Operand visitBinary(BinaryPlan plan) {
        boolean leftScalar = plan.left().type() == ValueType.SCALAR;
        boolean rightScalar = plan.right().type() == ValueType.SCALAR;
        if (leftScalar && rightScalar) {
            return Operand.scalar(VectorScalar.ofScalars(plan.op(), scalar(plan.left()), scalar(plan.right())));
        }
        if (leftScalar) {
            double[] left = scalar(plan.left());
            return merged(new VectorScalar(context, plan, left, true).apply(vector(plan.right())));
        }
        if (rightScalar) {
            SeriesSource left = vector(plan.left());
            return merged(new VectorScalar(context, plan, scalar(plan.right()), false).apply(left));
        }
        Frame left = frame(plan.left());
        Frame right = frame(plan.right());
        Frame joined = plan.op().isSet()
                ? SetOperation.apply(plan, left, right, steps())
                : VectorJoin.apply(context, plan, left, right, steps());
        return merged(joined);
    }

    @Override
    public Operand visitSign(SignPlan plan) {
        if (!plan.minus()) {
            return evaluate(plan.input());
        }
        if (plan.type() == ValueType.SCALAR) {
            double[] numbers = scalar(plan.input()).clone();
            for (int step = 0; step < numbers.length; step++) {
                numbers[step] = -numbers[step];
            }
            return Operand.scalar(numbers);
        }
        SeriesSource negated = Negation.apply(context, vector(plan.input()), steps());
        return Operand.vector(
                context.modes().delayedNameRemoval() ? negated : SameLabels.merge(context, negated, steps()));
    }

    @Override
    public Operand visitRepeat(RepeatPlan plan) {
        if (grid.isInstant()) {
            return evaluate(plan.input());
        }
        Operand once = new Evaluator(context, StepGrid.instant(grid.start()), counts.once()).evaluate(plan.input());
        if (once.numbers() != null) {
            return Operand.scalar(ScalarConversion.repeat(once.numbers()[0], steps()));
        }
        return once.text() != null ? once : Operand.vector(RepeatedSource.of(once.vector()));
    }

    @Override
    public Operand visitShared(SharedPlan plan) {
        Operand known = shared.get(plan.number());
        if (known == null) {
            known = Operand.vector(frame(plan.input()));
            shared.put(plan.number(), known);
        }
        return known;
    }

    @Override
    public Operand visitJoint(JointPlan plan) {
        List<Operand> known = joint.get(plan.number());
        if (known == null) {
            known = JointEvaluation.evaluate(this, plan.members());
            joint.put(plan.number(), known);
        }
        return known.get(plan.member());
    }

    /**
     * Makes result series with equal labels one. An instant query with delayed name removal leaves them apart until the end,
     * when the names that tell them apart may be gone.
     */
    Operand merged(SeriesSource result) {
        boolean later = grid.isInstant() && context.modes().delayedNameRemoval();
        return Operand.vector(later ? result : SameLabels.merge(context, result, steps()));
    }
}
