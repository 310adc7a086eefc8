package io.dunlin.promql.check;

import io.dunlin.promql.ast.DurationBinary;
import io.dunlin.promql.ast.DurationExpr;
import io.dunlin.promql.ast.DurationLiteral;
import io.dunlin.promql.ast.DurationNegation;
import io.dunlin.promql.ast.DurationParen;
import io.dunlin.promql.ast.DurationQueryValue;
import io.dunlin.promql.ast.DurationVisitor;

/** Computes durations for one query, whose step and range are known. */
public final class DurationEvaluator implements DurationVisitor<Double> {
    /** 2^63 nanoseconds. */
    private static final double MAX_SECONDS = 0x1p63 / 1e9;

    private final String query;
    private final double stepSeconds;
    private final double rangeSeconds;

    /**
     * Makes an evaluator.
     *
     * @param query the text that positions in messages refer to
     * @param stepMillis the step of the query in milliseconds, 0 for an instant query
     * @param rangeMillis the time from its start to its end in milliseconds
     */
    public DurationEvaluator(String query, long stepMillis, long rangeMillis) {
        this.query = query;
        this.stepSeconds = stepMillis / 1000.0;
        this.rangeSeconds = rangeMillis / 1000.0;
    }

    /**
     * Returns a range or a step in milliseconds.
     *
     * @throws InvalidDurationException when it is not positive or out of range
     */
    public long positiveMillis(DurationExpr expr) {
        return millis(expr, false);
    }

    /**
     * Returns an offset, which may be negative, in milliseconds.
     *
     * @throws InvalidDurationException when it is out of range
     */
    public long offsetMillis(DurationExpr expr) {
        return millis(expr, true);
    }

    private long millis(DurationExpr expr, boolean negativeAllowed) {
        if (expr instanceof DurationLiteral literal) {
            return literal.millis();
        }
        double seconds = expr.accept(this);
        if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
            throw fault(expr, "duration is NaN or infinite");
        }
        if (seconds <= 0 && !negativeAllowed) {
            throw fault(expr, "duration must be greater than 0");
        }
        if (Math.abs(seconds) > MAX_SECONDS) {
            throw fault(expr, "duration is out of range");
        }
        return (long) (seconds * 1000);
    }

    @Override
    public Double visitLiteral(DurationLiteral literal) {
        return literal.seconds();
    }

    @Override
    public Double visitNegation(DurationNegation negation) {
        return -negation.operand().accept(this);
    }

    @Override
    public Double visitParen(DurationParen paren) {
        return paren.inner().accept(this);
    }

    @Override
    public Double visitQueryValue(DurationQueryValue value) {
        return switch (value.kind()) {
            case STEP -> stepSeconds;
            case RANGE -> rangeSeconds;
        };
    }

    @Override
    public Double visitBinary(DurationBinary binary) {
        double left = binary.left().accept(this);
        double right = binary.right().accept(this);
        return switch (binary.op()) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case DIV -> left / requireNonZero(binary, right, "division by zero");
            case MOD -> left % requireNonZero(binary, right, "modulo by zero");
            case POW -> Math.pow(left, right);
            case MIN_OF -> Math.min(left, right);
            case MAX_OF -> Math.max(left, right);
        };
    }

    private double requireNonZero(DurationBinary binary, double divisor, String otherwise) {
        if (divisor == 0) {
            throw fault(binary, otherwise);
        }
        return divisor;
    }

    private InvalidDurationException fault(DurationExpr expr, String what) {
        return new InvalidDurationException(expr.span().byteRange(query) + ": " + what);
    }
}
