package io.dunlin.promql.plan;

import io.dunlin.promql.ast.Span;
import io.dunlin.promql.function.ValueType;
import java.util.List;

/**
 * A part that stands in several places of the plan and is evaluated once for each grid.
 *
 * @param number tells shared parts of one plan apart
 * @param input the part, as it stands in its last place
 * @param span where it stands here
 */
public record SharedPlan(int number, Plan input, Span span) implements Plan {
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
        return new SharedPlan(number, children.get(0), span);
    }

    @Override
    public String describe() {
        return "shared #" + number;
    }

    @Override
    public <R> R accept(PlanVisitor<R> visitor) {
        return visitor.visitShared(this);
    }
}
