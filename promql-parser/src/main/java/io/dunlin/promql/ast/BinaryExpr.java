package io.dunlin.promql.ast;

import io.dunlin.promql.function.BinaryOp;
import io.dunlin.promql.function.ValueType;
import java.util.List;

/**
 * A binary operation.
 *
 * @param op the operator
 * @param left the left side
 * @param right the right side
 * @param returnBool whether a comparison gives 0 or 1 and does not filter
 * @param matching how the series of two vectors match; says nothing when a side is a scalar. Set operators match
 *     many-to-many
 * @param span from the left to the right side
 */
public record BinaryExpr(
        BinaryOp op, Expr left, Expr right, boolean returnBool, VectorMatching matching, Span span) implements Expr {
    /** Returns whether both sides are instant vectors, so that {@link #matching} says how they meet. */
    public boolean matchesVectors() {
        return left.type() == ValueType.VECTOR && right.type() == ValueType.VECTOR;
    }

    @Override
    public ValueType type() {
        boolean scalars = left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR;
        return scalars ? ValueType.SCALAR : ValueType.VECTOR;
    }

    @Override
    public List<Expr> children() {
        return List.of(left, right);
    }

    @Override
    public <R> R accept(ExprVisitor<R> visitor) {
        return visitor.visitBinary(this);
    }
}
