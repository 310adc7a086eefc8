package io.dunlin.promql.ast;

/**
 * A duration in parentheses.
 */
public record DurationParen(DurationExpr inner, Span span) implements DurationExpr {
    @Override
    public <R> R accept(DurationVisitor<R> visitor) {
        return visitor.visitParen(this);
    }
}
