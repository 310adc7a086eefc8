package io.dunlin.promql.plan;

import io.dunlin.promql.ast.Span;
import io.dunlin.promql.function.AggregationOp;
import io.dunlin.promql.function.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * An aggregation.
 *
 * @param op the operator
 * @param labels the labels of {@code by} or {@code without}
 * @param without whether groups are made by all labels except {@code labels}
 * @param parameter the operator's parameter
 * @param input the vector
 * @param span where it stands
 */
public record AggregatePlan(
        AggregationOp op, List<String> labels, boolean without, Optional<Plan> parameter, Plan input, Span span)
        implements Plan {
    /** Copies the labels. */
    public AggregatePlan {
        labels = List.copyOf(labels);
    }

    @Override
    public ValueType type() {
        return ValueType.VECTOR;
    }

    @Override
    public List<Plan> children() {
        return parameter.map(p -> List.of(p, input)).orElseGet(() -> List.of(input));
    }

    @Override
    public Plan withChildren(List<Plan> children) {
        return parameter.isPresent()
                ? new AggregatePlan(op, labels, without, Optional.of(children.get(0)), children.get(1), span)
                : new AggregatePlan(op, labels, without, parameter, children.get(0), span);
    }

    @Override
    public String describe() {
        return op.promqlName() + (without ? " without " : " by ") + labels;
    }

    @Override
    public <R> R accept(PlanVisitor<R> visitor) {
        return visitor.visitAggregate(this);
    }
}
