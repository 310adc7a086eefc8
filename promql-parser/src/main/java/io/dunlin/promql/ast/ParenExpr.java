package io.dunlin.promql.ast;

import io.dunlin.promql.function.ValueType;
import java.util.List;

/**
 * An expression in parentheses.
 */
public record ParenExpr(Expr expr, Span span) implements Expr {
    @Override
    public ValueType type() {
        return expr.type();
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
