package io.dunlin.promql.plan;

import io.dunlin.promql.ast.Span;
import io.dunlin.promql.function.ValueType;
import java.util.List;

/**
 * A sign.
 *
 * @param minus whether it negates; a plus does nothing, but annotations stand where it does
 * @param input what stands behind it
 * @param span where it stands
 */
public record SignPlan(boolean minus, Plan input, Span span) implements Plan {
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
        return new SignPlan(minus, children.get(0), span);
    }

    @Override
    public String describe() {
        return minus ? "negate" : "plus";
    }

    @Override
    public <R> R accept(PlanVisitor<R> visitor) {
        return visitor.visitSign(this);
    }
}
