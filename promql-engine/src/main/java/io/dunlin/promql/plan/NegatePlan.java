package io.dunlin.promql.plan;

import io.dunlin.promql.ast.Span;
import io.dunlin.promql.function.ValueType;
import java.util.List;

/** A minus sign. */
public record NegatePlan(Plan input, Span span) implements Plan {
    @Override
    public ValueType type() {
        return input.type();
    }

    @Override
    public List<Plan> children() {
        return List.of(input);
    }

    @Override
    public Plan withChildren(List<Plan> children) {
        return new NegatePlan(children.get(0), span);
    }

    @Override
    public String describe() {
        return "negate";
    }

    @Override
    public <R> R accept(PlanVisitor<R> visitor) {
        return visitor.visitNegate(this);
    }
}
