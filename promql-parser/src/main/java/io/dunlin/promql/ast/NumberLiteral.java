package io.dunlin.promql.ast;

import io.dunlin.promql.function.ValueType;
import java.util.List;

/**
 * A number, or a duration that stands for its seconds.
 *
 * @param value the number, or the duration in seconds
 * @param durationForm whether it was written as a duration, as in {@code 5m}, and is printed as one
 */
public record NumberLiteral(double value, boolean durationForm, Span span) implements Expr {
    @Override
    public ValueType type() {
        return ValueType.SCALAR;
    }

    @Override
    public List<Expr> children() {
        return List.of();
    }

    @Override
    public <R> R accept(ExprVisitor<R> visitor) {
        return visitor.visitNumber(this);
    }
}
