package io.dunlin.promql.ast;

import io.dunlin.promql.function.ValueType;
import java.util.List;

/**
 * A string.
 *
 * @param value the string without quotes and escapes
 */
public record StringLiteral(String value, Span span) implements Expr {
    @Override
    public ValueType type() {
        return ValueType.STRING;
    }

    @Override
    public List<Expr> children() {
        return List.of();
    }

    @Override
    public <R> R accept(ExprVisitor<R> visitor) {
        return visitor.visitString(this);
    }
}
