package io.dunlin.promql.ast;

import io.dunlin.promql.function.AggregationOp;
import io.dunlin.promql.function.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * An aggregation over the series of a vector.
 *
 * @param op the operator
 * @param expr the vector
 * @param param the parameter of the operators that have one
 * @param grouping the labels of {@code by} or {@code without}
 * @param without whether groups are made by all labels except {@code grouping}
 * @param span from the operator to the closing parenthesis
 */
public record AggregateExpr(
        AggregationOp op, Expr expr, Optional<Expr> param, List<String> grouping, boolean without, Span span)
        implements Expr {
    /** Copies the labels. */
    public AggregateExpr {
        grouping = List.copyOf(grouping);
    }

    @Override
    public ValueType type() {
        return ValueType.VECTOR;
    }

    @Override
    public List<Expr> children() {
        return param.map(p -> List.of(expr, p)).orElseGet(() -> List.of(expr));
    }

    @Override
    public <R> R accept(ExprVisitor<R> visitor) {
        return visitor.visitAggregate(this);
    }
}
