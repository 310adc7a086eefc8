package io.dunlin.promql.format;

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
import java.nio.charset.StandardCharsets;

/** Writes expressions over several lines: a node that does not fit on a line gives each of its children lines of its own. */
final class PrettyWriter implements ExprVisitor<Void> {
    private static final int MAX_LINE = 100;
    private static final String INDENT = "  ";

    private final StringBuilder out = new StringBuilder();
    private final LineWriter line = new LineWriter(out);
    private int level;

    String text() {
        return out.toString();
    }

    /** Writes a node that is this many levels deep; at level 0 no line was begun for it. */
    void write(Expr expr, int atLevel) {
        int outer = level;
        level = atLevel;
        expr.accept(this);
        level = outer;
    }

    private void indent() {
        out.append(INDENT.repeat(level));
    }

    /** Writes a node that fits on a line; returns false, with nothing written, for one that does not. */
    private boolean writeWhole(Expr expr) {
        if (!fits(expr)) {
            return false;
        }
        writeLine(expr);
        return true;
    }

    private Void writeLine(Expr expr) {
        indent();
        expr.accept(line);
        return null;
    }

    private static boolean fits(Expr expr) {
        StringBuilder text = new StringBuilder();
        expr.accept(new LineWriter(text, MAX_LINE));
        return text.length() <= MAX_LINE && text.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_LINE;
    }

    @Override
    public Void visitNumber(NumberLiteral number) {
        return writeLine(number);
    }

    @Override
    public Void visitString(StringLiteral string) {
        return writeLine(string);
    }

    @Override
    public Void visitVectorSelector(VectorSelector selector) {
        return writeLine(selector);
    }

    @Override
    public Void visitMatrixSelector(MatrixSelector selector) {
        return writeLine(selector);
    }

    /** Writes a sub-query; one that fits on a line is not indented, as Prometheus does not do it either. */
    @Override
    public Void visitSubquery(SubqueryExpr subquery) {
        if (fits(subquery)) {
            subquery.accept(line);
        } else {
            write(subquery.expr(), level);
            line.writeTail(subquery);
        }
        return null;
    }

    @Override
    public Void visitParen(ParenExpr paren) {
        if (!writeWhole(paren)) {
            indent();
            out.append("(\n");
            write(paren.expr(), level + 1);
            closeParen();
        }
        return null;
    }

    private void closeParen() {
        out.append('\n');
        indent();
        out.append(')');
    }

    @Override
    public Void visitUnary(UnaryExpr unary) {
        indent();
        out.append(unary.sign().symbol());
        int start = out.length();
        write(unary.expr(), level);
        int end = start;
        while (end < out.length() && Character.isWhitespace(out.charAt(end))) {
            end++;
        }
        out.delete(start, end);
        return null;
    }

    @Override
    public Void visitBinary(BinaryExpr binary) {
        if (!writeWhole(binary)) {
            write(binary.left(), level + 1);
            out.append('\n');
            indent();
            line.writeOperator(binary);
            out.append('\n');
            write(binary.right(), level + 1);
        }
        return null;
    }

    @Override
    public Void visitAggregate(AggregateExpr aggregate) {
        if (!writeWhole(aggregate)) {
            indent();
            line.writeHead(aggregate);
            out.append("(\n");
            aggregate.param().ifPresent(param -> {
                write(param, level + 1);
                out.append(",\n");
            });
            write(aggregate.expr(), level + 1);
            closeParen();
        }
        return null;
    }

    @Override
    public Void visitCall(Call call) {
        if (!writeWhole(call)) {
            indent();
            out.append(call.function().promqlName()).append("(\n");
            for (int i = 0; i < call.args().size(); i++) {
                out.append(i == 0 ? "" : ",\n");
                write(call.args().get(i), level + 1);
            }
            closeParen();
        }
        return null;
    }
}
