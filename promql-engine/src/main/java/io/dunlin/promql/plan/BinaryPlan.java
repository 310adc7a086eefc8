package io.dunlin.promql.plan;

import io.dunlin.promql.ast.Span;
import io.dunlin.promql.ast.VectorMatching;
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
 * @param matching how series match where both sides are vectors
 * @param span where it stands
 */
public record BinaryPlan(BinaryOp op, Plan left, Plan right, boolean returnBool, VectorMatching matching, Span span)
        implements Plan {
    @Override
    public ValueType type() {
        return left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR
                ? ValueType.SCALAR
                : ValueType.VECTOR;
    }

    @Override
    public List<Plan> children() {
        return List.of(left, right);
    }

    @Override
    public Plan withChildren(List<Plan> children) {
        return new BinaryPlan(op, children.get(0), children.get(1), returnBool, matching, span);
    }

    @Override
    public String describe() {
        String text = op.symbol() + (returnBool ? " bool" : "");
        if (left.type() == ValueType.SCALAR || right.type() == ValueType.SCALAR) {
            return text;
        }
        return text + " " + matching.cardinality().apiName() + (matching.on() ? " on " : " ignoring ")
                + matching.labels();
    }

    @Override
    public <R> R accept(PlanVisitor<R> visitor) {
        return visitor.visitBinary(this);
    }
}
