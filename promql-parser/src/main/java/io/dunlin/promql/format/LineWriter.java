package io.dunlin.promql.format;

import io.dunlin.promql.ast.AggregateExpr;
import io.dunlin.promql.ast.AtModifier;
import io.dunlin.promql.ast.BinaryExpr;
import io.dunlin.promql.ast.Call;
import io.dunlin.promql.ast.DurationExpr;
import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.ast.ExprVisitor;
import io.dunlin.promql.ast.MatchOp;
import io.dunlin.promql.ast.Matcher;
import io.dunlin.promql.ast.MatrixSelector;
import io.dunlin.promql.ast.NumberLiteral;
import io.dunlin.promql.ast.ParenExpr;
import io.dunlin.promql.ast.RangeMode;
import io.dunlin.promql.ast.StringLiteral;
import io.dunlin.promql.ast.SubqueryExpr;
import io.dunlin.promql.ast.UnaryExpr;
import io.dunlin.promql.ast.VectorMatching;
import io.dunlin.promql.ast.VectorMatching.Cardinality;
import io.dunlin.promql.ast.VectorSelector;
import io.dunlin.promql.number.GoFloatFormat;
import io.dunlin.promql.text.Durations;
import io.dunlin.promql.text.FixedPoint;
import io.dunlin.promql.text.Quoting;
import java.util.List;
import java.util.Optional;

/** Writes expressions on one line. Can be told to stop soon after a length, when only the length is asked for. */
final class LineWriter implements ExprVisitor<Void> {
    private final StringBuilder out;
    private final DurationWriter durations;
    private final int limit;

    LineWriter(StringBuilder out) {
        this(out, Integer.MAX_VALUE);
    }

    /** Makes a writer that begins no further node once more than {@code limit} characters are written. */
    LineWriter(StringBuilder out, int limit) {
        this.out = out;
        this.durations = new DurationWriter(out);
        this.limit = limit;
    }

    private void write(Expr expr) {
        if (out.length() <= limit) {
            expr.accept(this);
        }
    }

    @Override
    public Void visitNumber(NumberLiteral number) {
        boolean duration = number.durationForm();
        out.append(
                duration ? Durations.format(Math.round(number.value() * 1000)) : GoFloatFormat.fixed(number.value()));
        return null;
    }

    @Override
    public Void visitString(StringLiteral string) {
        Quoting.appendQuoted(out, string.value());
        return null;
    }

    @Override
    public Void visitParen(ParenExpr paren) {
        out.append('(');
        write(paren.expr());
        out.append(')');
        return null;
    }

    @Override
    public Void visitUnary(UnaryExpr unary) {
        out.append(unary.sign().symbol());
        write(unary.expr());
        return null;
    }

    @Override
    public Void visitCall(Call call) {
        out.append(call.function().promqlName()).append('(');
        for (int i = 0; i < call.args().size(); i++) {
            out.append(i == 0 ? "" : ", ");
            write(call.args().get(i));
        }
        out.append(')');
        return null;
    }

    @Override
    public Void visitAggregate(AggregateExpr aggregate) {
        writeHead(aggregate);
        out.append('(');
        aggregate.param().ifPresent(param -> {
            write(param);
            out.append(", ");
        });
        write(aggregate.expr());
        out.append(')');
        return null;
    }

    /** Writes an aggregation up to its opening parenthesis. */
    void writeHead(AggregateExpr aggregate) {
        out.append(aggregate.op().promqlName());
        if (aggregate.without() || !aggregate.grouping().isEmpty()) {
            out.append(aggregate.without() ? " without " : " by ");
            writeLabels(aggregate.grouping());
            out.append(' ');
        }
    }

    @Override
    public Void visitBinary(BinaryExpr binary) {
        write(binary.left());
        out.append(' ');
        writeOperator(binary);
        out.append(' ');
        write(binary.right());
        return null;
    }

    /** Writes the operator of a binary operation and the clauses behind it. */
    void writeOperator(BinaryExpr binary) {
        out.append(binary.op().symbol()).append(binary.returnBool() ? " bool" : "");
        if (binary.matchesVectors()) {
            writeMatching(binary.matching());
        }
    }

    private void writeMatching(VectorMatching matching) {
        boolean grouped = matching.cardinality().isGrouped();
        if (matching.on() || grouped || !matching.labels().isEmpty()) {
            out.append(matching.on() ? " on " : " ignoring ");
            writeLabels(matching.labels());
        }
        if (grouped) {
            boolean left = matching.cardinality() == Cardinality.MANY_TO_ONE;
            out.append(left ? " group_left " : " group_right ");
            writeLabels(matching.include());
        }
        writeFill(matching);
    }

    private void writeFill(VectorMatching matching) {
        boolean both = matching.fillLeft().isPresent() && matching.fillRight().isPresent();
        if (both && matching.fillLeft().getAsDouble() == matching.fillRight().getAsDouble()) {
            writeFill("fill", matching.fillLeft().getAsDouble());
            return;
        }
        matching.fillLeft().ifPresent(value -> writeFill("fill_left", value));
        matching.fillRight().ifPresent(value -> writeFill("fill_right", value));
    }

    private void writeFill(String keyword, double value) {
        out.append(' ')
                .append(keyword)
                .append(" (")
                .append(GoFloatFormat.general(value))
                .append(')');
    }

    private void writeLabels(List<String> labels) {
        out.append('(');
        for (int i = 0; i < labels.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            Quoting.appendLabelName(out, labels.get(i));
        }
        out.append(')');
    }

    @Override
    public Void visitVectorSelector(VectorSelector selector) {
        writeSelected(selector);
        writeAt(selector.at());
        writeMode(selector.mode());
        writeOffset(selector.offset());
        return null;
    }

    @Override
    public Void visitMatrixSelector(MatrixSelector matrix) {
        VectorSelector selector = matrix.selector();
        writeSelected(selector);
        out.append('[');
        durations.write(matrix.range());
        out.append(']');
        writeMode(selector.mode());
        writeAt(selector.at());
        writeOffset(selector.offset());
        return null;
    }

    @Override
    public Void visitSubquery(SubqueryExpr subquery) {
        write(subquery.expr());
        writeTail(subquery);
        return null;
    }

    /** Writes what follows the expression of a sub-query. */
    void writeTail(SubqueryExpr subquery) {
        out.append('[');
        durations.write(subquery.range());
        out.append(':');
        subquery.step().ifPresent(durations::write);
        out.append(']');
        writeAt(subquery.at());
        writeOffset(subquery.offset());
    }

    /** Writes name and matchers, the matchers in the order of their text. */
    private void writeSelected(VectorSelector selector) {
        out.append(selector.name());
        List<String> matchers = selector.matchers().stream()
                .filter(matcher -> !repeatsName(selector, matcher))
                .map(LineWriter::text)
                .sorted(Utf8Order.INSTANCE)
                .toList();
        if (!matchers.isEmpty() || selector.name().isEmpty()) {
            out.append('{').append(String.join(",", matchers)).append('}');
        }
    }

    private static boolean repeatsName(VectorSelector selector, Matcher matcher) {
        return !selector.name().isEmpty()
                && matcher.op() == MatchOp.EQUAL
                && matcher.name().equals(Matcher.METRIC_NAME)
                && matcher.value().equals(selector.name());
    }

    private static String text(Matcher matcher) {
        StringBuilder out = new StringBuilder();
        Quoting.appendLabelName(out, matcher.name());
        out.append(matcher.op().symbol());
        Quoting.appendQuoted(out, matcher.value());
        return out.toString();
    }

    private void writeMode(RangeMode mode) {
        if (mode != RangeMode.PLAIN) {
            out.append(' ').append(mode.keyword());
        }
    }

    private void writeAt(Optional<AtModifier> at) {
        at.ifPresent(modifier -> {
            String time = switch (modifier.anchor()) {
                case TIMESTAMP -> FixedPoint.format(modifier.timestamp() / 1000.0, 3);
                case START -> "start()";
                case END -> "end()";
            };
            out.append(" @ ").append(time);
        });
    }

    private void writeOffset(Optional<DurationExpr> offset) {
        offset.ifPresent(duration -> {
            out.append(" offset ");
            durations.write(duration);
        });
    }
}
