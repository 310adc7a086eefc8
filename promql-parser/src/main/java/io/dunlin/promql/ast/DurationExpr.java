package io.dunlin.promql.ast;

/** A span of time: a literal, or arithmetic that is known when the query starts. Immutable; equality ignores places. */
public sealed interface DurationExpr
        permits DurationLiteral, DurationBinary, DurationNegation, DurationParen, DurationQueryValue {
    /** Returns where the duration stands in its query. */
    Span span();

    /** Calls the visitor's method for this kind of node. */
    <R> R accept(DurationVisitor<R> visitor);
}
