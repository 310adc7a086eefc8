package io.dunlin.promql.ast;

import io.dunlin.promql.function.ValueType;
import java.util.List;

/**
 * A sign before an expression. A sign before a number is part of the {@link NumberLiteral}.
 *
 * @param sign the sign
 * @param expr the expression behind it
 * @param type its type
 * @param span the sign and the expression
 */
public record UnaryExpr(Sign sign, Expr expr, ValueType type, Span span) implements Expr {
    /** The unary operators. */
    public enum Sign {
        PLUS("+"),
        MINUS("-");

        private final String symbol;

        Sign(String symbol) {
            this.symbol = symbol;
        }

        /** Returns the operator as PromQL writes it. */
        public String symbol() {
            return symbol;
        }
    }

    /** Puts a sign before an expression. */
    public UnaryExpr(Sign sign, Expr expr, Span span) {
        this(sign, expr, expr.type(), span);
    }

    @Override
    public List<Expr> children() {
        return List.of(expr);
    }

    @Override
    public <R> R accept(ExprVisitor<R> visitor) {
        return visitor.visitUnary(this);
    }
}
