package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.batch.WindowEdge;
import io.dunlin.promql.batch.WindowGrid;
import io.dunlin.promql.operator.Selection.TimeRange;
import io.dunlin.promql.plan.AggregatePlan;
import io.dunlin.promql.plan.CallPlan;
import io.dunlin.promql.plan.InstantSelectPlan;
import io.dunlin.promql.plan.JointPlan;
import io.dunlin.promql.plan.Plan;
import io.dunlin.promql.plan.RangeSelectPlan;
import io.dunlin.tsdb.model.LabelMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluates parts that read the same series in one walk over these: each series is decoded once, and then the column of each
 * read is computed and given to those who want it, an accumulator of groups or a frame. Where r reads are made, column
 * {@code r × series + read} is that of a read, so that one worker computes those of a series one after the other.
 */
final class JointEvaluation {
    private final Evaluator evaluator;
    private final QueryContext context;
    private final List<Plan> members;
    private final List<Read> reads = new ArrayList<>();

    private JointEvaluation(Evaluator evaluator, List<Plan> members) {
        this.evaluator = evaluator;
        this.context = evaluator.context();
        this.members = members;
    }

    /** One read: its series, how one worker computes their columns, and what of their samples it needs. */
    private record Read(SeriesSource source, ReaderMaker makers, TimeRange range, List<ColumnSink> sinks) {}

    /** Makes a reader for one worker that takes samples from a given place. */
    private interface ReaderMaker {
        ColumnReader reader(SampleReader samples);
    }

    /** Returns the value of each member. */
    static List<Operand> evaluate(Evaluator evaluator, List<Plan> members) {
        return new JointEvaluation(evaluator, members).evaluate();
    }

    private List<Operand> evaluate() {
        Map<Plan, WindowGrid> windows = new LinkedHashMap<>();
        TimeRange all = null;
        for (Plan member : members) {
            WindowGrid grid = windows(JointPlan.read(member));
            TimeRange range = new TimeRange(grid);
            all = all == null ? range : all.with(range);
            windows.put(JointPlan.read(member), grid);
        }
        WindowGrid any = windows.values().iterator().next();
        List<LabelMatcher> matchers = matchers(JointPlan.read(members.get(0)));
        Selection selection = Selection.of(context, matchers, any, all, null);
        Map<Plan, Read> byPlan = new LinkedHashMap<>();
        windows.forEach((plan, grid) -> byPlan.put(plan, read(plan, selection.over(grid))));
        reads.addAll(byPlan.values());
        return reads.stream().allMatch(this::keepsSeriesApart) ? together(selection, byPlan) : oneByOne();
    }

    /** Where series lose the names that told them apart, all results of a part are needed to tell whether that is an error. */
    private boolean keepsSeriesApart(Read read) {
        return context.modes().delayedNameRemoval() || read.source.labels().areDistinct();
    }

    private List<Operand> oneByOne() {
        List<Operand> results = new ArrayList<>();
        members.forEach(member -> results.add(evaluator.evaluate(member)));
        return results;
    }

    private WindowGrid windows(Plan read) {
        if (read instanceof InstantSelectPlan select) {
            return evaluator.windows(context.modes().lookbackDelta(), select.shift(), WindowEdge.PLAIN);
        }
        RangeSelectPlan select = rangeOf(read);
        return evaluator.windows(select.range(), select.shift(), select.edge());
    }

    private static List<LabelMatcher> matchers(Plan read) {
        return read instanceof InstantSelectPlan select
                ? select.matchers()
                : rangeOf(read).matchers();
    }

    private static RangeSelectPlan rangeOf(Plan read) {
        CallPlan call = (CallPlan) read;
        return (RangeSelectPlan) call.arguments().get(call.rangeArgument());
    }

    private Read read(Plan plan, Selection selection) {
        TimeRange range = new TimeRange(selection.windows());
        if (plan instanceof InstantSelectPlan select) {
            InstantSelectSource source = new InstantSelectSource(selection, select.reads(), evaluator.counts());
            return new Read(source, source::reader, range, new ArrayList<>());
        }
        RangeFunctionSource source = new CallEvaluation(evaluator, (CallPlan) plan).overRange(RangeInput.of(selection));
        return new Read(source, source::reader, range, new ArrayList<>());
    }

    private List<Operand> together(Selection selection, Map<Plan, Read> byPlan) {
        List<Reduction> reductions = new ArrayList<>();
        List<KeptColumns> kept = new ArrayList<>();
        for (Plan member : members) {
            Read read = byPlan.get(JointPlan.read(member));
            Reduction reduction = member instanceof AggregatePlan aggregate ? reduction(aggregate, read.source) : null;
            KeptColumns columns = reduction == null ? new KeptColumns(context, read.source) : null;
            reductions.add(reduction);
            kept.add(columns);
            read.sinks.add(reduction == null ? columns : reduction);
        }
        ColumnPump.run(context, new Columns(selection), evaluator.steps(), this::handOver);
        List<Operand> results = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            Reduction reduction = reductions.get(i);
            results.add(Operand.vector(reduction == null ? kept.get(i).finish() : reduction.finish()));
        }
        return results;
    }

    private Reduction reduction(AggregatePlan plan, SeriesSource source) {
        StepParameter parameter = plan.parameter()
                .map(p -> new StepParameter(evaluator.scalar(p)))
                .orElse(null);
        return new Reduction(context, plan, source, parameter, evaluator.steps());
    }

    private void handOver(int number, StepColumn column) {
        for (ColumnSink sink : reads.get(number % reads.size()).sinks) {
            sink.accept(number / reads.size(), column);
        }
    }

    /** The columns of all reads. */
    private final class Columns implements ColumnSource {
        private final Selection selection;

        Columns(Selection selection) {
            this.selection = selection;
        }

        @Override
        public int size() {
            return Math.multiplyExact(selection.labels().size(), reads.size());
        }

        @Override
        public ColumnReader reader() {
            DecodedOnce decoded = new DecodedOnce(selection.reader());
            ColumnReader[] readers = new ColumnReader[reads.size()];
            for (int i = 0; i < readers.length; i++) {
                readers[i] = reads.get(i).makers.reader(decoded.within(reads.get(i).range));
            }
            return (number, scratch) -> readers[number % readers.length].read(number / readers.length, scratch);
        }
    }
}
