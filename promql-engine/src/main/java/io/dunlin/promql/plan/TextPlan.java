package io.dunlin.promql.plan;

import io.dunlin.promql.ast.Span;
import io.dunlin.promql.function.ValueType;
import io.dunlin.tsdb.model.Quoting;
import java.util.List;

/** A string. */
public record TextPlan(String value, Span span) implements Plan {
    @Override
    public ValueType type() {
        return ValueType.STRING;
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
        StringBuilder out = new StringBuilder();
        Quoting.appendQuoted(out, value);
        return out.toString();
    }

    @Override
    public <R> R accept(PlanVisitor<R> visitor) {
        return visitor.visitText(this);
    }
}
