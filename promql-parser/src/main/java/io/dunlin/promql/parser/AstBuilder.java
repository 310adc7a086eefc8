package io.dunlin.promql.parser;

import io.dunlin.promql.ast.AggregateExpr;
import io.dunlin.promql.ast.AtModifier;
import io.dunlin.promql.ast.BinaryExpr;
import io.dunlin.promql.ast.Call;
import io.dunlin.promql.ast.DurationExpr;
import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.ast.NumberLiteral;
import io.dunlin.promql.ast.ParenExpr;
import io.dunlin.promql.ast.RangeMode;
import io.dunlin.promql.ast.Span;
import io.dunlin.promql.ast.StringLiteral;
import io.dunlin.promql.ast.SubqueryExpr;
import io.dunlin.promql.ast.UnaryExpr;
import io.dunlin.promql.ast.VectorMatching;
import io.dunlin.promql.function.AggregationOp;
import io.dunlin.promql.function.BinaryOp;
import io.dunlin.promql.function.PromqlFeature;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.promql.grammar.PromqlLexer;
import io.dunlin.promql.grammar.PromqlParser;
import io.dunlin.promql.grammar.PromqlParserBaseVisitor;
import io.dunlin.promql.text.FixedPoint;
import io.dunlin.promql.text.Quoting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;

/**
 * Builds the tree, and refuses only what has no place in it: unknown words, words that are switched off, modifiers on
 * something that can't have them, wrong literals. Children are built before their parent, so that the first fault is the
 * one that Prometheus reports.
 */
final class AstBuilder extends PromqlParserBaseVisitor<Expr> {
    private static final double MAX_TIMESTAMP = 0x1p63;

    private final BuildContext context;
    private final DurationBuilder durations;
    private final SelectorBuilder selectors;
    private final ModifierBuilder modifiers;

    AstBuilder(BuildContext context) {
        this.context = context;
        this.durations = new DurationBuilder(context);
        this.selectors = new SelectorBuilder(context);
        this.modifiers = new ModifierBuilder(context);
    }

    /**
     * Builds the tree of a whole query, or of an expression in it.
     *
     * @throws io.dunlin.promql.ast.ParseException for the first fault
     */
    Expr build(ParserRuleContext tree) {
        TreeDepth.check(context.query(), tree, context.options().maxDepth());
        return visit(tree);
    }

    @Override
    public Expr visitQuery(PromqlParser.QueryContext tree) {
        if (tree.expr() == null) {
            throw context.fault(Span.NONE, "no expression found in input");
        }
        return visit(tree.expr());
    }

    @Override
    public Expr visitNumberExpr(PromqlParser.NumberExprContext tree) {
        return context.number(tree.number());
    }

    @Override
    public Expr visitStringExpr(PromqlParser.StringExprContext tree) {
        Token token = tree.getStart();
        return new StringLiteral(context.string(token), BuildContext.span(token));
    }

    @Override
    public Expr visitParenExpr(PromqlParser.ParenExprContext tree) {
        return new ParenExpr(visit(tree.expr()), BuildContext.span(tree));
    }

    @Override
    public Expr visitUnaryExpr(PromqlParser.UnaryExprContext tree) {
        Expr expr = visit(tree.expr());
        if (expr instanceof NumberLiteral number) {
            return BuildContext.withSign(tree.sign, number);
        }
        boolean minus = tree.sign.getType() == PromqlLexer.SUB;
        Span span = BuildContext.span(tree.sign).to(expr.span());
        return new UnaryExpr(minus ? UnaryExpr.Sign.MINUS : UnaryExpr.Sign.PLUS, expr, span);
    }

    @Override
    public Expr visitSelectorExpr(PromqlParser.SelectorExprContext tree) {
        return selectors.selector(tree, tree.metricName(), tree.labelMatchers());
    }

    @Override
    public Expr visitSelector(PromqlParser.SelectorContext tree) {
        return selectors.selector(tree, tree.metricName(), tree.labelMatchers());
    }

    @Override
    public Expr visitRangeSelector(PromqlParser.RangeSelectorContext tree) {
        Expr expr = visit(tree.expr());
        DurationExpr range = durations.positive(tree.durationExpr(0));
        Span end = BuildContext.span(tree.RIGHT_BRACKET().getSymbol());
        if (tree.COLON() == null) {
            Span brackets = BuildContext.span(tree.LEFT_BRACKET().getSymbol()).to(end);
            return selectors.range(expr, range, brackets);
        }
        boolean noStep = tree.durationExpr().size() == 1;
        Optional<DurationExpr> step = noStep ? Optional.empty() : Optional.of(durations.positive(tree.durationExpr(1)));
        Span span = expr.span().to(end);
        return new SubqueryExpr(expr, range, step, Optional.empty(), Optional.empty(), span);
    }

    @Override
    public Expr visitOffsetModifier(PromqlParser.OffsetModifierContext tree) {
        Expr expr = visit(tree.expr());
        return selectors.offset(expr, durations.offset(tree.durationExpr()), BuildContext.span(tree));
    }

    @Override
    public Expr visitAtModifier(PromqlParser.AtModifierContext tree) {
        Expr expr = visit(tree.expr());
        PromqlParser.AtTimeContext time = tree.atTime();
        Span end = BuildContext.span(tree);
        if (time.anchor != null) {
            boolean start = time.anchor.getType() == PromqlLexer.START;
            return selectors.at(expr, start ? AtModifier.START : AtModifier.END, end);
        }
        double seconds = context.signed(time.sign, time.number()).value();
        if (!(Math.abs(seconds) < MAX_TIMESTAMP)) {
            throw context.fault(
                    expr.span(), "timestamp out of bounds for @ modifier: " + FixedPoint.format(seconds, 6));
        }
        return selectors.at(expr, AtModifier.at((long) Rounding.halfAwayFromZero(seconds * 1000)), end);
    }

    @Override
    public Expr visitModeModifier(PromqlParser.ModeModifierContext tree) {
        boolean anchored = tree.keyword.getType() == PromqlLexer.ANCHORED;
        return selectors.mode(visit(tree.expr()), anchored ? RangeMode.ANCHORED : RangeMode.SMOOTHED);
    }

    @Override
    public Expr visitBinaryExpr(PromqlParser.BinaryExprContext tree) {
        BinaryOp op = BinaryOp.ofSymbol(tree.op.getText()).orElseThrow();
        Expr left = visit(tree.expr(0));
        VectorMatching matching = modifiers.matching(op, tree.binaryModifier());
        boolean returnBool = tree.binaryModifier().BOOL() != null;
        Expr right = visit(tree.expr(1));
        Span span = left.span().to(right.span());
        if (matching.fills() && !context.options().isOn(PromqlFeature.BINOP_FILL_MODIFIERS)) {
            throw context.fault(span, "binop fill modifiers are experimental and not enabled");
        }
        BinaryExpr binary = new BinaryExpr(op, left, right, returnBool, matching, span);
        boolean saysNothing = !binary.matchesVectors() && matching.labels().isEmpty() && !matching.fills();
        return saysNothing ? new BinaryExpr(op, left, right, returnBool, VectorMatching.DEFAULT, span) : binary;
    }

    @Override
    public Expr visitAggregateExpr(PromqlParser.AggregateExprContext tree) {
        AggregationOp op = AggregationOp.ofName(tree.aggregateOp().getText()).orElseThrow();
        PromqlParser.AggregateModifierContext modifier = tree.aggregateModifier();
        boolean without = modifier != null && modifier.kind.getType() == PromqlLexer.WITHOUT;
        List<String> grouping = modifier == null ? List.of() : modifiers.labels(modifier.groupingLabels());
        List<Expr> args = arguments(tree.callBody());
        Span span = BuildContext.span(tree);
        checkArguments(op, args.size(), span);
        Optional<Expr> param = op.parameterType().isPresent() ? Optional.of(args.get(0)) : Optional.empty();
        return new AggregateExpr(op, args.get(args.size() - 1), param, grouping, without, span);
    }

    private void checkArguments(AggregationOp op, int count, Span span) {
        if (count == 0) {
            throw context.fault(span, "no arguments for aggregate expression provided");
        }
        if (op.isExperimental() && !context.options().isOn(PromqlFeature.EXPERIMENTAL_FUNCTIONS)) {
            throw context.fault(
                    span,
                    op.promqlName() + "() is experimental and must be enabled with --enable-feature="
                            + PromqlFeature.EXPERIMENTAL_FUNCTIONS.flagName());
        }
        int wanted = op.parameterType().isPresent() ? 2 : 1;
        if (count != wanted) {
            throw context.fault(
                    span,
                    "wrong number of arguments for aggregate expression provided, expected " + wanted + ", got "
                            + count);
        }
    }

    @Override
    public Expr visitCallExpr(PromqlParser.CallExprContext tree) {
        List<Expr> args = arguments(tree.callBody());
        Token token = tree.functionName().getStart();
        String name = token.getText();
        Span nameSpan = BuildContext.span(token);
        PromqlFunction function = PromqlFunction.ofName(name)
                .orElseThrow(() -> context.fault(
                        nameSpan, "unknown function with name " + Quoting.quote(name) + Suggestions.forFunction(name)));
        if (function.isExperimental() && !context.options().isOn(PromqlFeature.EXPERIMENTAL_FUNCTIONS)) {
            throw context.fault(nameSpan, "function " + Quoting.quote(name) + " is not enabled");
        }
        return new Call(function, args, BuildContext.span(tree));
    }

    /**
     * Builds the arguments of a call or aggregation, or of the part of one before a syntax error.
     *
     * @throws io.dunlin.promql.ast.ParseException for the first comma without an argument behind it
     */
    List<Expr> arguments(PromqlParser.CallBodyContext tree) {
        List<Expr> args = new ArrayList<>();
        Token comma = null;
        for (ParseTree child : tree.children) {
            if (child instanceof PromqlParser.ExprContext expr) {
                args.add(visit(expr));
                comma = null;
            } else {
                requireNone(comma);
                Token token = (Token) child.getPayload();
                comma = token.getType() == PromqlLexer.COMMA ? token : null;
            }
        }
        requireNone(comma);
        return args;
    }

    private void requireNone(Token comma) {
        if (comma != null) {
            throw context.fault(BuildContext.span(comma), "trailing commas not allowed in function call args");
        }
    }
}
