package io.dunlin.promql.format;

import io.dunlin.promql.ast.Expr;

/** Prints expressions as Prometheus does. What it prints, parsed again, is the same expression. */
public final class Formatter {
    private Formatter() {}

    /** Returns the expression on one line. */
    public static String format(Expr expr) {
        StringBuilder out = new StringBuilder();
        expr.accept(new LineWriter(out));
        return out.toString();
    }

    /** Returns the expression with every part that is longer than 100 bytes split over several lines. */
    public static String pretty(Expr expr) {
        PrettyWriter writer = new PrettyWriter();
        writer.write(expr, 0);
        return writer.text();
    }
}
