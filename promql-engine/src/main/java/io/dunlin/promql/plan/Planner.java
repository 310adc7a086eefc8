package io.dunlin.promql.plan;

import io.dunlin.promql.ast.AggregateExpr;
import io.dunlin.promql.ast.AtModifier;
import io.dunlin.promql.ast.BinaryExpr;
import io.dunlin.promql.ast.Call;
import io.dunlin.promql.ast.DurationExpr;
import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.ast.ExprVisitor;
import io.dunlin.promql.ast.MatrixSelector;
import io.dunlin.promql.ast.NumberLiteral;
import io.dunlin.promql.ast.ParenExpr;
import io.dunlin.promql.ast.RangeMode;
import io.dunlin.promql.ast.StringLiteral;
import io.dunlin.promql.ast.SubqueryExpr;
import io.dunlin.promql.ast.UnaryExpr;
import io.dunlin.promql.ast.VectorSelector;
import io.dunlin.promql.batch.WindowEdge;
import io.dunlin.promql.check.DurationEvaluator;
import io.dunlin.promql.function.FunctionFlag;
import io.dunlin.promql.function.PromqlFunction;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Turns a syntax tree into a plan for one time range: durations become milliseconds, {@code @ start()} and {@code @ end()}
 * become times, {@code start()}, {@code end()}, {@code range()} and {@code step()} become numbers, parentheses go. Then the
 * rewrites run.
 */
public final class Planner implements ExprVisitor<Plan> {
    private final QueryWindow window;
    private final DurationEvaluator durations;

    private Planner(QueryWindow window, String query) {
        this.window = window;
        this.durations = new DurationEvaluator(query, window.step(), window.end() - window.start());
    }

    /**
     * Plans a query.
     *
     * @throws io.dunlin.promql.check.InvalidDurationException when a duration cannot be
     */
    public static Plan plan(Expr expression, String query, QueryWindow window) {
        Plan plan = expression.accept(new Planner(window, query));
        plan = StepInvariants.hoist(plan);
        plan = ConstantFolding.fold(plan);
        plan = MatcherPropagation.propagate(plan);
        plan = BucketPruning.prune(plan);
        plan = ReadMerging.merge(plan, window);
        return SubexpressionSharing.share(plan);
    }

    @Override
    public Plan visitNumber(NumberLiteral number) {
        return new NumberPlan(number.value(), number.span());
    }

    @Override
    public Plan visitString(StringLiteral string) {
        return new TextPlan(string.value(), string.span());
    }

    @Override
    public Plan visitVectorSelector(VectorSelector selector) {
        return select(selector, SampleField.VALUE);
    }

    private InstantSelectPlan select(VectorSelector selector, SampleField field) {
        return new InstantSelectPlan(
                Matchers.of(selector.allMatchers()),
                shift(selector.at(), selector.offset()),
                field,
                selector.mode() == RangeMode.SMOOTHED,
                false,
                selector.span());
    }

    @Override
    public Plan visitMatrixSelector(MatrixSelector matrix) {
        VectorSelector selector = matrix.selector();
        return new RangeSelectPlan(
                Matchers.of(selector.allMatchers()),
                durations.positiveMillis(matrix.range()),
                shift(selector.at(), selector.offset()),
                edge(selector.mode()),
                false,
                matrix.span());
    }

    private static WindowEdge edge(RangeMode mode) {
        return switch (mode) {
            case PLAIN -> WindowEdge.PLAIN;
            case ANCHORED -> WindowEdge.ANCHORED;
            case SMOOTHED -> WindowEdge.SMOOTHED;
        };
    }

    private TimeShift shift(Optional<AtModifier> at, Optional<DurationExpr> offset) {
        long back = offset.map(durations::offsetMillis).orElse(0L);
        return at.map(modifier -> new TimeShift(back, true, timeOf(modifier))).orElse(new TimeShift(back, false, 0));
    }

    private long timeOf(AtModifier at) {
        return switch (at.anchor()) {
            case TIMESTAMP -> at.timestamp();
            case START -> window.start();
            case END -> window.end();
        };
    }

    @Override
    public Plan visitSubquery(SubqueryExpr subquery) {
        return new SubqueryPlan(
                subquery.expr().accept(this),
                durations.positiveMillis(subquery.range()),
                subquery.step().map(durations::positiveMillis).orElse(window.defaultSubqueryStep()),
                shift(subquery.at(), subquery.offset()),
                subquery.span());
    }

    @Override
    public Plan visitParen(ParenExpr paren) {
        return paren.expr().accept(this);
    }

    @Override
    public Plan visitUnary(UnaryExpr unary) {
        return new SignPlan(unary.sign() == UnaryExpr.Sign.MINUS, unary.expr().accept(this), unary.span());
    }

    @Override
    public Plan visitBinary(BinaryExpr binary) {
        return new BinaryPlan(
                binary.op(),
                binary.left().accept(this),
                binary.right().accept(this),
                binary.returnBool(),
                binary.matching(),
                binary.span());
    }

    @Override
    public Plan visitAggregate(AggregateExpr aggregate) {
        return new AggregatePlan(
                aggregate.op(),
                aggregate.grouping(),
                aggregate.without(),
                aggregate.param().map(p -> p.accept(this)),
                aggregate.expr().accept(this),
                aggregate.span());
    }

    @Override
    public Plan visitCall(Call call) {
        PromqlFunction function = call.function();
        if (function.has(FunctionFlag.QUERY_CONSTANT)) {
            return new NumberPlan(constant(function), call.span());
        }
        if (function.has(FunctionFlag.READS_SAMPLE_TIME)
                && unparenthesised(call.args().get(0)) instanceof VectorSelector s) {
            SampleField field = function == PromqlFunction.TIMESTAMP ? SampleField.TIME : SampleField.START_TIME;
            return new CallPlan(function, List.of(select(s, field)), call.span());
        }
        List<Plan> arguments = call.args().stream().map(a -> a.accept(this)).collect(Collectors.toList());
        return new CallPlan(function, arguments, call.span());
    }

    private static Expr unparenthesised(Expr expression) {
        Expr inner = expression;
        while (inner instanceof ParenExpr paren) {
            inner = paren.expr();
        }
        return inner;
    }

    private double constant(PromqlFunction function) {
        if (function == PromqlFunction.START) {
            return window.start() / 1000.0;
        }
        if (function == PromqlFunction.END) {
            return window.end() / 1000.0;
        }
        if (function == PromqlFunction.RANGE) {
            return window.rangeSeconds();
        }
        return window.start() == window.end() ? 0 : window.stepSeconds();
    }
}
