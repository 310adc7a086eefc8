package io.dunlin.promql.plan;

import io.dunlin.promql.ast.Span;
import io.dunlin.promql.function.ValueType;
import io.dunlin.promql.number.GoFloatFormat;
import java.util.List;

/** A number, the same at every step. */
public record NumberPlan(double value, Span span) implements Plan {
    @Override
    public ValueType type() {
        return ValueType.SCALAR;
    }

    @Override
    public List<Plan> children() {
        return List.of();
    }

    @Override
    public Plan withChildren(List<Plan> children) {
        return this;
    }

    @Override
    public String describe() {
        return GoFloatFormat.general(value);
    }

    @Override
    public <R> R accept(PlanVisitor<R> visitor) {
        return visitor.visitNumber(this);
    }
}
