package io.dunlin.promql.promqltest;

import io.dunlin.promql.ast.AtModifier;
import io.dunlin.promql.ast.Call;
import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.ast.ExprRewriter;
import io.dunlin.promql.ast.SubqueryExpr;
import io.dunlin.promql.ast.VectorSelector;
import io.dunlin.promql.format.Formatter;
import io.dunlin.promql.function.FunctionFlag;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.promql.parser.PromqlParser;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The hidden re-runs of an instant evaluation: with {@code @} on every selector and outermost subquery that has none, the
 * result must be the same at any evaluation time. Queries with a function of the evaluation time have no variants.
 */
final class FixedVariants extends ExprRewriter {
    /** A query and when to evaluate it. */
    record Variant(String query, long time) {}

    private final long time;
    private boolean dependsOnTime;

    private FixedVariants(long time) {
        this.time = time;
    }

    static List<Variant> of(String query, long time) {
        FixedVariants rewriter = new FixedVariants(time);
        Expr fixed = rewriter.rewrite(PromqlParser.parse(query, ParserOptions.all()));
        if (rewriter.dependsOnTime) {
            return List.of();
        }
        String text = Formatter.format(fixed);
        LongStream times =
                time == 0 ? LongStream.of(-1000, 0, 1000) : LongStream.of(-10 * time, 0, time / 5, time, 10 * time);
        return times.mapToObj(at -> new Variant(text, at)).toList();
    }

    @Override
    public Expr visitVectorSelector(VectorSelector selector) {
        return isFixed(selector.at()) ? selector : selector.withAt(Optional.of(AtModifier.at(time)));
    }

    /** What is inside a subquery depends on the subquery's times and not on the query's. */
    @Override
    public Expr visitSubquery(SubqueryExpr subquery) {
        return isFixed(subquery.at()) ? subquery : subquery.withAt(Optional.of(AtModifier.at(time)));
    }

    private static boolean isFixed(Optional<AtModifier> at) {
        return at.isPresent() && at.get().anchor() == AtModifier.Anchor.TIMESTAMP;
    }

    @Override
    public Expr visitCall(Call call) {
        dependsOnTime |= call.function().has(FunctionFlag.AT_UNSAFE);
        return super.visitCall(call);
    }
}
