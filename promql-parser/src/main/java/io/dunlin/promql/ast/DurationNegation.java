package io.dunlin.promql.ast;

/**
 * A minus sign before a duration that is no literal.
 */
public record DurationNegation(DurationExpr operand, Span span) implements DurationExpr {
    @Override
    public <R> R accept(DurationVisitor<R> visitor) {
        return visitor.visitNegation(this);
    }
}
