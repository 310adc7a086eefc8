package io.dunlin.promql.ast;

import io.dunlin.promql.function.ValueType;
import java.util.List;

/**
 * A range vector selector. Offset, {@code @} and range mode, which are written behind the range, are kept in the vector
 * selector.
 *
 * @param selector what is selected, and when
 * @param range how far back from there
 */
public record MatrixSelector(VectorSelector selector, DurationExpr range, Span span) implements Expr {
    @Override
    public ValueType type() {
        return ValueType.MATRIX;
    }

    @Override
    public List<Expr> children() {
        return List.of(selector);
    }

    @Override
    public <R> R accept(ExprVisitor<R> visitor) {
        return visitor.visitMatrixSelector(this);
    }
}
