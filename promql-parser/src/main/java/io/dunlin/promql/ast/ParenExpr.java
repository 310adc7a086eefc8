package io.dunlin.promql.ast;

import io.dunlin.promql.function.ValueType;
import java.util.List;

/**
 * An expression in parentheses.
 *
 * @param expr the expression
 * @param type its type
 * @param span the parentheses and what they hold
 */
public record ParenExpr(Expr expr, ValueType type, Span span) implements Expr {
    /** Puts parentheses around an expression. */
    public ParenExpr(Expr expr, Span span) {
        this(expr, expr.type(), span);
    }

    @Override
    public List<Expr> children() {
        return List.of(expr);
    }

    @Override
    public <R> R accept(ExprVisitor<R> visitor) {
        return visitor.visitParen(this);
    }
}
