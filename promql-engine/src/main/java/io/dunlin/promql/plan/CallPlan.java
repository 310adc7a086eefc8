package io.dunlin.promql.plan;

import io.dunlin.promql.ast.Span;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.promql.function.ValueType;
import java.util.List;

/** A function call; arguments are numbered as written. */
public record CallPlan(PromqlFunction function, List<Plan> arguments, Span span) implements Plan {
    /** Copies the arguments. */
    public CallPlan {
        arguments = List.copyOf(arguments);
    }

    /** Returns the number of the range vector argument, or -1. */
    public int rangeArgument() {
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).type() == ValueType.MATRIX) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public ValueType type() {
        return function.returnType();
    }

    @Override
    public List<Plan> children() {
        return arguments;
    }

    @Override
    public Plan withChildren(List<Plan> children) {
        return new CallPlan(function, children, span);
    }

    @Override
    public String describe() {
        return function.promqlName() + "()";
    }

    @Override
    public <R> R accept(PlanVisitor<R> visitor) {
        return visitor.visitCall(this);
    }
}
