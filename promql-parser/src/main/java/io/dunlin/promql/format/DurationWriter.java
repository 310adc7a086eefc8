package io.dunlin.promql.format;

import io.dunlin.promql.ast.DurationBinary;
import io.dunlin.promql.ast.DurationExpr;
import io.dunlin.promql.ast.DurationLiteral;
import io.dunlin.promql.ast.DurationNegation;
import io.dunlin.promql.ast.DurationParen;
import io.dunlin.promql.ast.DurationQueryValue;
import io.dunlin.promql.ast.DurationVisitor;
import io.dunlin.promql.number.GoFloatFormat;
import io.dunlin.promql.text.Durations;

/** Writes durations. */
final class DurationWriter implements DurationVisitor<Void> {
    private final StringBuilder out;

    DurationWriter(StringBuilder out) {
        this.out = out;
    }

    void write(DurationExpr duration) {
        duration.accept(this);
    }

    @Override
    public Void visitLiteral(DurationLiteral literal) {
        out.append(
                literal.durationForm() ? Durations.format(literal.millis()) : GoFloatFormat.fixed(literal.seconds()));
        return null;
    }

    @Override
    public Void visitNegation(DurationNegation negation) {
        out.append('-');
        write(negation.operand());
        return null;
    }

    @Override
    public Void visitParen(DurationParen paren) {
        out.append('(');
        write(paren.inner());
        out.append(')');
        return null;
    }

    @Override
    public Void visitQueryValue(DurationQueryValue value) {
        out.append(value.kind().keyword()).append("()");
        return null;
    }

    @Override
    public Void visitBinary(DurationBinary binary) {
        String symbol = binary.op().symbol();
        out.append(binary.op().isCall() ? symbol + "(" : "");
        write(binary.left());
        out.append(binary.op().isCall() ? ", " : " " + symbol + " ");
        write(binary.right());
        out.append(binary.op().isCall() ? ")" : "");
        return null;
    }
}
