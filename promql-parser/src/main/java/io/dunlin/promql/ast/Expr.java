package io.dunlin.promql.ast;

import io.dunlin.promql.function.ValueType;
import java.util.List;

/** A node of the syntax tree that has a value. Immutable; equality ignores where nodes stand in the query. */
public sealed interface Expr
        permits AggregateExpr,
                BinaryExpr,
                Call,
                MatrixSelector,
                NumberLiteral,
                ParenExpr,
                StringLiteral,
                SubqueryExpr,
                UnaryExpr,
                VectorSelector {
    /** Returns where the expression stands in its query. */
    Span span();

    /** Returns the type of the value. */
    ValueType type();

    /** Returns the expressions directly below, in evaluation order (an aggregation's vector before its parameter). */
    List<Expr> children();

    /** Calls the visitor's method for this kind of node. */
    <R> R accept(ExprVisitor<R> visitor);
}
