package io.dunlin.promql.ast;

import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.promql.function.ValueType;
import java.util.List;

/**
 * A call of a function.
 *
 * @param function the function
 * @param args the arguments as written; optional ones may be missing
 * @param span from the name to the closing parenthesis
 */
public record Call(PromqlFunction function, List<Expr> args, Span span) implements Expr {
    /** Copies the arguments. */
    public Call {
        args = List.copyOf(args);
    }

    @Override
    public ValueType type() {
        return function.returnType();
    }

    @Override
    public List<Expr> children() {
        return args;
    }

    @Override
    public <R> R accept(ExprVisitor<R> visitor) {
        return visitor.visitCall(this);
    }
}
