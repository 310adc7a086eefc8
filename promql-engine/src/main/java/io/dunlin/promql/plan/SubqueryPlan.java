package io.dunlin.promql.plan;

import io.dunlin.promql.ast.Span;
import io.dunlin.promql.function.ValueType;
import java.util.List;

/**
 * Evaluates its input on a grid of its own and reads, at each step, the results in a window.
 *
 * @param input what is evaluated
 * @param range the length of the window in milliseconds
 * @param step the distance of the evaluations in milliseconds
 * @param shift from when results are read
 * @param span where it stands
 */
public record SubqueryPlan(Plan input, long range, long step, TimeShift shift, Span span) implements Plan {
    @Override
    public ValueType type() {
        return ValueType.MATRIX;
    }

    @Override
    public List<Plan> children() {
        return List.of(input);
    }

    @Override
    public Plan withChildren(List<Plan> children) {
        return new SubqueryPlan(children.get(0), range, step, shift, span);
    }

    @Override
    public String describe() {
        return "subquery [" + range + "ms:" + step + "ms]" + shift.describe();
    }

    @Override
    public <R> R accept(PlanVisitor<R> visitor) {
        return visitor.visitSubquery(this);
    }
}
