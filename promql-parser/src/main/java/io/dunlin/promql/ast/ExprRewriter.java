package io.dunlin.promql.ast;

import java.util.List;
import java.util.Optional;

/**
 * Copies a tree bottom up. On its own it changes nothing; a subclass overrides the method of each kind of node that it
 * wants to replace.
 */
public abstract class ExprRewriter implements ExprVisitor<Expr> {
    /** Returns the rewritten form of an expression. */
    public final Expr rewrite(Expr expr) {
        return expr.accept(this);
    }

    @Override
    public Expr visitNumber(NumberLiteral number) {
        return number;
    }

    @Override
    public Expr visitString(StringLiteral string) {
        return string;
    }

    @Override
    public Expr visitVectorSelector(VectorSelector selector) {
        return selector;
    }

    /** Rewrites the selector inside, which must stay a {@link VectorSelector}. */
    @Override
    public Expr visitMatrixSelector(MatrixSelector selector) {
        VectorSelector inner = (VectorSelector) rewrite(selector.selector());
        return new MatrixSelector(inner, selector.range(), selector.span());
    }

    @Override
    public Expr visitSubquery(SubqueryExpr subquery) {
        return new SubqueryExpr(
                rewrite(subquery.expr()),
                subquery.range(),
                subquery.step(),
                subquery.at(),
                subquery.offset(),
                subquery.span());
    }

    @Override
    public Expr visitParen(ParenExpr paren) {
        return new ParenExpr(rewrite(paren.expr()), paren.span());
    }

    @Override
    public Expr visitUnary(UnaryExpr unary) {
        return new UnaryExpr(unary.sign(), rewrite(unary.expr()), unary.span());
    }

    @Override
    public Expr visitBinary(BinaryExpr binary) {
        Expr left = rewrite(binary.left());
        Expr right = rewrite(binary.right());
        return new BinaryExpr(binary.op(), left, right, binary.returnBool(), binary.matching(), binary.span());
    }

    @Override
    public Expr visitAggregate(AggregateExpr aggregate) {
        Expr expr = rewrite(aggregate.expr());
        Optional<Expr> param = aggregate.param().map(this::rewrite);
        return new AggregateExpr(
                aggregate.op(), expr, param, aggregate.grouping(), aggregate.without(), aggregate.span());
    }

    @Override
    public Expr visitCall(Call call) {
        List<Expr> args = call.args().stream().map(this::rewrite).toList();
        return new Call(call.function(), args, call.span());
    }
}
