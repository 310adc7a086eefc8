package io.dunlin.promql.ast;

/** One method for each kind of {@link DurationExpr}. */
public interface DurationVisitor<R> {
    /** Visits a number of seconds. */
    R visitLiteral(DurationLiteral literal);

    /** Visits a binary operation. */
    R visitBinary(DurationBinary binary);

    /** Visits a minus sign. */
    R visitNegation(DurationNegation negation);

    /** Visits a duration in parentheses. */
    R visitParen(DurationParen paren);

    /** Visits the step or range of the query. */
    R visitQueryValue(DurationQueryValue value);
}
