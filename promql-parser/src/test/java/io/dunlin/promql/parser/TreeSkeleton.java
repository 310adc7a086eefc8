package io.dunlin.promql.parser;

import io.dunlin.promql.ast.AggregateExpr;
import io.dunlin.promql.ast.BinaryExpr;
import io.dunlin.promql.ast.Call;
import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.ast.ExprVisitor;
import io.dunlin.promql.ast.MatrixSelector;
import io.dunlin.promql.ast.NumberLiteral;
import io.dunlin.promql.ast.ParenExpr;
import io.dunlin.promql.ast.StringLiteral;
import io.dunlin.promql.ast.SubqueryExpr;
import io.dunlin.promql.ast.UnaryExpr;
import io.dunlin.promql.ast.VectorSelector;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The kinds of the expressions of a tree, each followed by those below it in parentheses, in the order of the text. Made
 * from our trees and from the trees of Prometheus's editor grammar, of which everything that is no expression of ours is
 * left out.
 */
final class TreeSkeleton implements ExprVisitor<String> {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z]+|[(),]");

    /** Kinds that count. */
    private static final Set<String> KINDS = Set.of(
            "AggregateExpr",
            "BinaryExpr",
            "FunctionCall",
            "MatrixSelector",
            "NumberDurationLiteral",
            "ParenExpr",
            "StringLiteral",
            "SubqueryExpr",
            "UnaryExpr",
            "VectorSelector");

    /** Kinds below which nothing counts: durations, names and matchers are part of an expression of ours. */
    private static final Set<String> PARTS = Set.of(
            "AggregateModifier", "DurationExpr", "LabelMatchers", "MatchingModifierClause", "OffsetDurationExpr", "At");

    private TreeSkeleton() {}

    static String of(Expr expr) {
        return expr.accept(new TreeSkeleton());
    }

    /** Returns the skeleton of a tree written as {@code Kind(Kind, Kind(…))}. */
    static String ofText(String tree) {
        Matcher tokens = TOKEN.matcher(tree);
        tokens.find();
        StringBuilder out = new StringBuilder();
        Reader reader = new Reader(tokens);
        reader.node(out, false);
        return out.toString();
    }

    /** Reads nodes; a comma between them may be missing. */
    private static final class Reader {
        private final Matcher tokens;
        private String token;

        Reader(Matcher tokens) {
            this.tokens = tokens;
            this.token = tokens.group();
        }

        private void next() {
            token = tokens.find() ? tokens.group() : "";
        }

        void node(StringBuilder out, boolean insidePart) {
            String kind = token;
            next();
            boolean counts = KINDS.contains(kind) && !insidePart;
            StringBuilder below = new StringBuilder();
            if (token.equals("(")) {
                next();
                boolean part = insidePart || PARTS.contains(kind);
                // The number behind @ is a number of the grammar, but part of a selector of ours.
                boolean fixedTime = kind.equals("StepInvariantExpr");
                children(below, part, fixedTime);
            }
            out.append(counts ? kind + "(" + below + ")" : below);
        }

        private void children(StringBuilder below, boolean part, boolean onlyFirst) {
            int read = 0;
            while (!token.equals(")")) {
                if (token.equals(",")) {
                    next();
                } else {
                    node(below, part || (onlyFirst && read > 0));
                    read++;
                }
            }
            next();
        }
    }

    private String node(String kind, Expr... children) {
        return kind + "(" + join(List.of(children)) + ")";
    }

    private String join(List<Expr> children) {
        return children.stream().map(TreeSkeleton::of).collect(Collectors.joining());
    }

    @Override
    public String visitNumber(NumberLiteral number) {
        return node("NumberDurationLiteral");
    }

    @Override
    public String visitString(StringLiteral string) {
        return node("StringLiteral");
    }

    @Override
    public String visitVectorSelector(VectorSelector selector) {
        return node("VectorSelector");
    }

    @Override
    public String visitMatrixSelector(MatrixSelector selector) {
        return node("MatrixSelector", selector.selector());
    }

    @Override
    public String visitSubquery(SubqueryExpr subquery) {
        return node("SubqueryExpr", subquery.expr());
    }

    @Override
    public String visitParen(ParenExpr paren) {
        return node("ParenExpr", paren.expr());
    }

    @Override
    public String visitUnary(UnaryExpr unary) {
        return node("UnaryExpr", unary.expr());
    }

    @Override
    public String visitBinary(BinaryExpr binary) {
        return node("BinaryExpr", binary.left(), binary.right());
    }

    @Override
    public String visitAggregate(AggregateExpr aggregate) {
        Optional<Expr> param = aggregate.param();
        String first = param.map(TreeSkeleton::of).orElse("");
        return "AggregateExpr(" + first + of(aggregate.expr()) + ")";
    }

    @Override
    public String visitCall(Call call) {
        return "FunctionCall(" + join(call.args()) + ")";
    }
}
