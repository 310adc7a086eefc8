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
 * @param type scalar when both sides are scalars, else instant vector
 * @param span from the left to the right side
 */
public record BinaryExpr(
        BinaryOp op, Expr left, Expr right, boolean returnBool, VectorMatching matching, ValueType type, Span span)
        implements Expr {
    /** Joins two expressions; the type follows from theirs. */
    public BinaryExpr(BinaryOp op, Expr left, Expr right, boolean returnBool, VectorMatching matching, Span span) {
        this(op, left, right, returnBool, matching, type(left, right), span);
    }

    private static ValueType type(Expr left, Expr right) {
        boolean scalars = left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR;
        return scalars ? ValueType.SCALAR : ValueType.VECTOR;
    }

    /** Returns whether both sides are instant vectors, so that {@link #matching} says how they meet. */
    public boolean matchesVectors() {
        return left.type() == ValueType.VECTOR && right.type() == ValueType.VECTOR;
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
