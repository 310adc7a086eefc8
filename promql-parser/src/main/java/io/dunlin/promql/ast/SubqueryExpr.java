package io.dunlin.promql.ast;

import io.dunlin.promql.function.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * An expression evaluated at every step of a range.
 *
 * @param expr what is evaluated
 * @param range how far back
 * @param step the distance of the evaluations; the engine's default when absent
 * @param at the {@code @} modifier
 * @param offset the {@code offset} modifier as written (positive looks back); a zero offset is no offset
 * @param span from the expression to the last modifier
 */
public record SubqueryExpr(
        Expr expr,
        DurationExpr range,
        Optional<DurationExpr> step,
        Optional<AtModifier> at,
        Optional<DurationExpr> offset,
        Span span)
        implements Expr {
    /** Returns a copy with another {@code @} modifier. */
    public SubqueryExpr withAt(Optional<AtModifier> newAt) {
        return new SubqueryExpr(expr, range, step, newAt, offset, span);
    }

    /** Returns a copy with another offset. */
    public SubqueryExpr withOffset(Optional<DurationExpr> newOffset) {
        return new SubqueryExpr(expr, range, step, at, newOffset, span);
    }

    /** Returns a copy that stands elsewhere. */
    public SubqueryExpr withSpan(Span newSpan) {
        return new SubqueryExpr(expr, range, step, at, offset, newSpan);
    }

    @Override
    public ValueType type() {
        return ValueType.MATRIX;
    }

    @Override
    public List<Expr> children() {
        return List.of(expr);
    }

    @Override
    public <R> R accept(ExprVisitor<R> visitor) {
        return visitor.visitSubquery(this);
    }
}
