package io.dunlin.promql.kernel;

import io.dunlin.promql.function.BinaryOp;
import io.dunlin.promql.math.GoPow;
import io.dunlin.promql.math.Trigonometry;
import io.dunlin.promql.result.QueryException;

/** The binary operators on floats. */
public final class BinaryArithmetic {
    private BinaryArithmetic() {}

    /** Applies an operator to two scalars; a comparison gives 1 or 0. Trimming is for histograms, so it fails. */
    public static double ofScalars(BinaryOp op, double left, double right) {
        if (op.isTrim()) {
            throw QueryException.execution("operator \"" + op.symbol() + "\" not allowed for Scalar operations");
        }
        if (op.isComparison()) {
            return holds(op, left, right) ? 1 : 0;
        }
        return compute(op, left, right);
    }

    /** Returns whether a comparison holds. */
    public static boolean holds(BinaryOp op, double left, double right) {
        return switch (op) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case GREATER -> left > right;
            case LESS -> left < right;
            case GREATER_EQUAL -> left >= right;
            case LESS_EQUAL -> left <= right;
            case ADD, SUB, MUL, DIV, MOD, POW, ATAN2, AND, OR, UNLESS, TRIM_UPPER, TRIM_LOWER ->
                throw new IllegalArgumentException("no comparison: op=" + op);
        };
    }

    /** Computes an arithmetic operator. */
    public static double compute(BinaryOp op, double left, double right) {
        return switch (op) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case DIV -> left / right;
            case MOD -> left % right;
            case POW -> GoPow.pow(left, right);
            case ATAN2 -> Trigonometry.atan2(left, right);
            case EQUAL, NOT_EQUAL, GREATER, LESS, GREATER_EQUAL, LESS_EQUAL, AND, OR, UNLESS, TRIM_UPPER, TRIM_LOWER ->
                throw new IllegalArgumentException("no arithmetic: op=" + op);
        };
    }

    /** Computes an arithmetic operator on whole columns; the loops of the common operators vectorise. */
    public static void compute(BinaryOp op, double[] left, double[] right, double[] out) {
        switch (op) {
            case ADD -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = left[i] + right[i];
                }
            }
            case SUB -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = left[i] - right[i];
                }
            }
            case MUL -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = left[i] * right[i];
                }
            }
            case DIV -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = left[i] / right[i];
                }
            }
            default -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = compute(op, left[i], right[i]);
                }
            }
        }
    }
}
