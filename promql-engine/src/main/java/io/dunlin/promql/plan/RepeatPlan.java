package io.dunlin.promql.plan;

import io.dunlin.promql.ast.Span;
import io.dunlin.promql.function.ValueType;
import java.util.List;

/** Evaluates its input at the first step only and repeats the result at every step: it is the same at all of them. */
public record RepeatPlan(Plan input) implements Plan {
    @Override
    public Span span() {
        return input.span();
    }

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
        return new RepeatPlan(children.get(0));
    }

    @Override
    public String describe() {
        return "once for all steps";
    }

    @Override
    public <R> R accept(PlanVisitor<R> visitor) {
        return visitor.visitRepeat(this);
    }
}
