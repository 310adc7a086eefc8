package io.dunlin.promql.parser;

import io.dunlin.promql.ast.DurationBinary;
import io.dunlin.promql.ast.DurationExpr;
import io.dunlin.promql.ast.DurationLiteral;
import io.dunlin.promql.ast.DurationNegation;
import io.dunlin.promql.ast.DurationParen;
import io.dunlin.promql.ast.DurationQueryValue;
import io.dunlin.promql.ast.NumberLiteral;
import io.dunlin.promql.ast.Span;
import io.dunlin.promql.function.PromqlFeature;
import io.dunlin.promql.grammar.PromqlLexer;
import io.dunlin.promql.grammar.PromqlParser;
import io.dunlin.promql.grammar.PromqlParserBaseVisitor;
import org.antlr.v4.runtime.Token;

/** Builds the durations inside brackets and after {@code offset}. */
final class DurationBuilder extends PromqlParserBaseVisitor<DurationExpr> {
    /** 2^63 nanoseconds. */
    private static final double MAX_SECONDS = 0x1p63 / 1e9;

    private final BuildContext context;

    DurationBuilder(BuildContext context) {
        this.context = context;
    }

    /** Returns a range or step; a literal must be positive. */
    DurationExpr positive(PromqlParser.DurationExprContext tree) {
        DurationExpr duration = visit(tree);
        if (duration instanceof DurationLiteral literal && literal.seconds() <= 0) {
            throw context.fault(duration.span(), "duration must be greater than 0");
        }
        return inMillis(duration);
    }

    /** Returns an offset, which may be negative. */
    DurationExpr offset(PromqlParser.DurationExprContext tree) {
        return inMillis(visit(tree));
    }

    /** Cuts a literal, which stands for itself, to milliseconds. */
    private static DurationExpr inMillis(DurationExpr duration) {
        if (duration instanceof DurationLiteral literal) {
            long nanos = (long) Rounding.halfAwayFromZero(literal.seconds() * 1e9);
            return DurationLiteral.ofMillis(nanos / 1_000_000, literal.span());
        }
        return duration;
    }

    @Override
    public DurationExpr visitDurationLiteral(PromqlParser.DurationLiteralContext tree) {
        NumberLiteral number = context.number(tree.number());
        return inRange(number.value(), number.durationForm(), number.span(), number.span());
    }

    private DurationLiteral inRange(double seconds, boolean durationForm, Span span, Span faultSpan) {
        if (Double.isNaN(seconds) || Math.abs(seconds) > MAX_SECONDS) {
            throw context.fault(faultSpan, "duration out of range");
        }
        return new DurationLiteral(seconds, durationForm, span);
    }

    @Override
    public DurationExpr visitDurationSign(PromqlParser.DurationSignContext tree) {
        DurationExpr operand = visit(tree.durationExpr());
        Span sign = BuildContext.span(tree.sign);
        Span span = sign.to(operand.span());
        boolean minus = tree.sign.getType() == PromqlLexer.DURATION_SUB;
        if (operand instanceof DurationLiteral literal) {
            double seconds = minus ? -literal.seconds() : literal.seconds();
            return inRange(seconds, literal.durationForm(), span, sign);
        }
        return minus ? new DurationNegation(operand, span) : operand;
    }

    @Override
    public DurationExpr visitDurationParen(PromqlParser.DurationParenContext tree) {
        DurationExpr inner = visit(tree.durationExpr());
        requireOn(inner.span());
        if (inner instanceof DurationParen) {
            return inner;
        }
        // Prometheus counts the parentheses in only before a number, and its messages show the span.
        boolean literal = inner instanceof DurationLiteral;
        Span opening = BuildContext.span(tree.getStart());
        return new DurationParen(inner, literal ? opening.to(inner.span()) : inner.span());
    }

    @Override
    public DurationExpr visitDurationQueryValue(PromqlParser.DurationQueryValueContext tree) {
        boolean step = tree.kind.getType() == PromqlLexer.STEP;
        Span span = BuildContext.span(tree);
        requireOn(span);
        return new DurationQueryValue(step ? DurationQueryValue.Kind.STEP : DurationQueryValue.Kind.RANGE, span);
    }

    @Override
    public DurationExpr visitDurationCall(PromqlParser.DurationCallContext tree) {
        DurationExpr left = visit(tree.durationExpr(0));
        DurationExpr right = visit(tree.durationExpr(1));
        Span span = BuildContext.span(tree);
        requireOn(span);
        return new DurationBinary(operator(tree.op), left, right, span);
    }

    @Override
    public DurationExpr visitDurationBinary(PromqlParser.DurationBinaryContext tree) {
        DurationExpr left = visit(tree.durationExpr(0));
        DurationExpr right = visit(tree.durationExpr(1));
        requireOn(left.span());
        DurationBinary.Op op = operator(tree.op);
        boolean byZero = right instanceof DurationLiteral literal && literal.seconds() == 0;
        if (byZero && op == DurationBinary.Op.DIV) {
            throw context.fault(BuildContext.span(tree.op), "division by zero");
        }
        if (byZero && op == DurationBinary.Op.MOD) {
            throw context.fault(BuildContext.span(tree.op), "modulo by zero");
        }
        return new DurationBinary(op, left, right, left.span().to(right.span()));
    }

    private static DurationBinary.Op operator(Token token) {
        return switch (token.getType()) {
            case PromqlLexer.DURATION_ADD -> DurationBinary.Op.ADD;
            case PromqlLexer.DURATION_SUB -> DurationBinary.Op.SUB;
            case PromqlLexer.DURATION_MUL -> DurationBinary.Op.MUL;
            case PromqlLexer.DURATION_DIV -> DurationBinary.Op.DIV;
            case PromqlLexer.DURATION_MOD -> DurationBinary.Op.MOD;
            case PromqlLexer.DURATION_POW -> DurationBinary.Op.POW;
            case PromqlLexer.MIN_OF -> DurationBinary.Op.MIN_OF;
            case PromqlLexer.MAX_OF -> DurationBinary.Op.MAX_OF;
            default -> throw new IllegalStateException("no operator of durations: token=" + token);
        };
    }

    private void requireOn(Span span) {
        if (!context.options().isOn(PromqlFeature.DURATION_EXPRESSIONS)) {
            throw context.fault(span, "experimental duration expression is not enabled");
        }
    }
}
