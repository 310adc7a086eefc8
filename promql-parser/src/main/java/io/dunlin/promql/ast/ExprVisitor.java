package io.dunlin.promql.ast;

/** One method for each kind of {@link Expr}. */
public interface ExprVisitor<R> {
    /** Visits a number. */
    R visitNumber(NumberLiteral number);

    /** Visits a string. */
    R visitString(StringLiteral string);

    /** Visits an instant vector selector. */
    R visitVectorSelector(VectorSelector selector);

    /** Visits a range vector selector. */
    R visitMatrixSelector(MatrixSelector selector);

    /** Visits a sub-query. */
    R visitSubquery(SubqueryExpr subquery);

    /** Visits an expression in parentheses. */
    R visitParen(ParenExpr paren);

    /** Visits a sign before an expression. */
    R visitUnary(UnaryExpr unary);

    /** Visits a binary operation. */
    R visitBinary(BinaryExpr binary);

    /** Visits an aggregation. */
    R visitAggregate(AggregateExpr aggregate);

    /** Visits a function call. */
    R visitCall(Call call);
}
