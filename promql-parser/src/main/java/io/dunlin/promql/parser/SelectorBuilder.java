package io.dunlin.promql.parser;

import io.dunlin.promql.ast.AtModifier;
import io.dunlin.promql.ast.DurationExpr;
import io.dunlin.promql.ast.DurationLiteral;
import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.ast.MatchOp;
import io.dunlin.promql.ast.Matcher;
import io.dunlin.promql.ast.MatrixSelector;
import io.dunlin.promql.ast.RangeMode;
import io.dunlin.promql.ast.Span;
import io.dunlin.promql.ast.SubqueryExpr;
import io.dunlin.promql.ast.VectorSelector;
import io.dunlin.promql.check.MatcherCheck;
import io.dunlin.promql.function.PromqlFeature;
import io.dunlin.promql.grammar.PromqlLexer;
import io.dunlin.promql.grammar.PromqlParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Builds selectors and puts modifiers on them. */
final class SelectorBuilder {
    private static final String SELECTABLE =
            " modifier must be preceded by an instant vector selector or range vector selector or a subquery";

    private final BuildContext context;

    SelectorBuilder(BuildContext context) {
        this.context = context;
    }

    /** Returns the selector of a name, matchers, or both. */
    VectorSelector selector(
            ParserRuleContext tree, PromqlParser.MetricNameContext name, PromqlParser.LabelMatchersContext braces) {
        List<Matcher> matchers = new ArrayList<>();
        if (braces != null) {
            braces.labelMatcher().forEach(matcher -> matchers.add(matcher(matcher)));
        }
        return VectorSelector.of(name == null ? "" : name.getText(), matchers, BuildContext.span(tree));
    }

    private Matcher matcher(PromqlParser.LabelMatcherContext tree) {
        Token start = tree.getStart();
        String name = start.getType() == PromqlLexer.STRING ? context.string(start) : start.getText();
        if (tree.matchOp() == null) {
            return new Matcher(MatchOp.EQUAL, Matcher.METRIC_NAME, name);
        }
        Matcher matcher = new Matcher(operator(tree.matchOp().getStart()), name, context.string(tree.getStop()));
        try {
            MatcherCheck.requireValid(matcher);
        } catch (IllegalArgumentException e) {
            throw context.fault(BuildContext.span(tree), e.getMessage());
        }
        return matcher;
    }

    private static MatchOp operator(Token token) {
        return switch (token.getType()) {
            case PromqlLexer.ASSIGN -> MatchOp.EQUAL;
            case PromqlLexer.NOT_EQUAL -> MatchOp.NOT_EQUAL;
            case PromqlLexer.MATCH_REGEX -> MatchOp.REGEX;
            case PromqlLexer.MATCH_NOT_REGEX -> MatchOp.NOT_REGEX;
            default -> throw new IllegalStateException("no operator of matchers: token=" + token);
        };
    }

    /** Puts a range behind a selector. */
    MatrixSelector range(Expr expr, DurationExpr range, Span brackets) {
        if (!(expr instanceof VectorSelector selector)) {
            throw context.fault(brackets, "ranges only allowed for vector selectors");
        }
        if (selector.offset().isPresent()) {
            throw context.fault(brackets, "no offset modifiers allowed before range");
        }
        if (selector.at().isPresent()) {
            throw context.fault(brackets, "no @ modifiers allowed before range");
        }
        return new MatrixSelector(selector, range, selector.span().to(brackets));
    }

    /** Puts an offset on a selector or sub-query that has none. */
    Expr offset(Expr expr, DurationExpr offset, Span end) {
        boolean none = offset instanceof DurationLiteral literal && literal.seconds() == 0;
        Optional<DurationExpr> added = none ? Optional.empty() : Optional.of(offset);
        Span span = expr.span().to(end);
        if (expr instanceof VectorSelector selector) {
            requireNoOffset(selector.offset(), expr);
            return selector.withOffset(added).withSpan(span);
        }
        if (expr instanceof MatrixSelector matrix) {
            requireNoOffset(matrix.selector().offset(), expr);
            return new MatrixSelector(matrix.selector().withOffset(added), matrix.range(), span);
        }
        if (expr instanceof SubqueryExpr subquery) {
            requireNoOffset(subquery.offset(), expr);
            return subquery.withOffset(added).withSpan(span);
        }
        throw context.fault(expr.span(), "offset" + SELECTABLE);
    }

    private void requireNoOffset(Optional<DurationExpr> offset, Expr expr) {
        if (offset.isPresent()) {
            throw context.fault(expr.span(), "offset may not be set multiple times");
        }
    }

    /** Puts an {@code @} modifier on a selector or sub-query that has none. */
    Expr at(Expr expr, AtModifier at, Span end) {
        Optional<AtModifier> added = Optional.of(at);
        Span span = expr.span().to(end);
        if (expr instanceof VectorSelector selector) {
            requireNoAt(selector.at(), expr);
            return selector.withAt(added).withSpan(span);
        }
        if (expr instanceof MatrixSelector matrix) {
            requireNoAt(matrix.selector().at(), expr);
            return new MatrixSelector(matrix.selector().withAt(added), matrix.range(), span);
        }
        if (expr instanceof SubqueryExpr subquery) {
            requireNoAt(subquery.at(), expr);
            return subquery.withAt(added).withSpan(span);
        }
        throw context.fault(expr.span(), "@" + SELECTABLE);
    }

    private void requireNoAt(Optional<AtModifier> at, Expr expr) {
        if (at.isPresent()) {
            throw context.fault(expr.span(), "@ <timestamp> may not be set multiple times");
        }
    }

    /** Makes a selector anchored or smoothed. */
    Expr mode(Expr expr, RangeMode mode) {
        String modifier = mode.keyword() + " modifier";
        if (!context.options().isOn(PromqlFeature.EXTENDED_RANGE_SELECTORS)) {
            throw context.fault(expr.span(), modifier + " is experimental and not enabled");
        }
        if (expr instanceof VectorSelector selector) {
            return withMode(selector, mode, expr);
        }
        if (expr instanceof MatrixSelector matrix) {
            return new MatrixSelector(withMode(matrix.selector(), mode, expr), matrix.range(), matrix.span());
        }
        boolean subquery = expr instanceof SubqueryExpr;
        throw context.fault(
                expr.span(), modifier + (subquery ? " is not supported for subqueries" : " not implemented"));
    }

    private VectorSelector withMode(VectorSelector selector, RangeMode mode, Expr expr) {
        if (selector.mode() != RangeMode.PLAIN && selector.mode() != mode) {
            throw context.fault(expr.span(), "anchored and smoothed modifiers cannot be used together");
        }
        return selector.withMode(mode);
    }
}
