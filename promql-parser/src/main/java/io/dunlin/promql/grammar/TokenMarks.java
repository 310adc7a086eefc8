package io.dunlin.promql.grammar;

import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.WritableToken;

/**
 * Settles, as the generated parser goes, two questions that Prometheus's grammar settles by taking what comes first, so that
 * every decision of ours needs only the next tokens.
 *
 * <p>Operators after {@code offset}: {@code x offset 5m + 1} adds 1 to {@code x offset 5m}, but a duration that starts with
 * a parenthesis or two signs takes all arithmetic that follows, so {@code x offset (5m) + 1} is offset by 301 seconds.
 * Operators of durations get token types of their own.
 *
 * <p>A parenthesis after {@code group_left} or {@code group_right} opens a label list, never the right side.
 */
public final class TokenMarks {
    private final TokenStream tokens;
    private int at;

    private TokenMarks(TokenStream tokens) {
        this.tokens = tokens;
        this.at = tokens.index();
    }

    /** Changes the types of the operator tokens that belong to the duration that starts at the stream's position. */
    public static void markOffset(TokenStream tokens) {
        new TokenMarks(tokens).markDuration();
    }

    /** Changes the type of the token at the stream's position if it is a parenthesis. */
    public static void markInclude(TokenStream tokens) {
        if (tokens.LA(1) == PromqlLexer.LEFT_PAREN) {
            ((WritableToken) tokens.LT(1)).setType(PromqlLexer.INCLUDE_PAREN);
        }
    }

    private void markDuration() {
        int signs = markSigns();
        boolean takesArithmetic = signs > 1 || (signs == 0 && type() == PromqlLexer.LEFT_PAREN);
        boolean more = operand() && takesArithmetic;
        while (more && durationType(type()) != 0) {
            markOperator();
            markSigns();
            more = operand();
        }
    }

    private int markSigns() {
        int signs = 0;
        while (durationType(type()) == PromqlLexer.DURATION_ADD || durationType(type()) == PromqlLexer.DURATION_SUB) {
            markOperator();
            signs++;
        }
        return signs;
    }

    /** Passes one operand; returns false where there is none. */
    private boolean operand() {
        return switch (type()) {
            case PromqlLexer.NUMBER, PromqlLexer.DURATION -> {
                at++;
                yield true;
            }
            case PromqlLexer.STEP, PromqlLexer.RANGE, PromqlLexer.MIN_OF, PromqlLexer.MAX_OF -> {
                at++;
                yield parentheses();
            }
            case PromqlLexer.LEFT_PAREN -> parentheses();
            default -> false;
        };
    }

    /** Passes everything up to the matching parenthesis; returns false where something can't be part of a duration. */
    private boolean parentheses() {
        int depth = 0;
        do {
            switch (type()) {
                case PromqlLexer.LEFT_PAREN -> depth++;
                case PromqlLexer.RIGHT_PAREN -> depth--;
                case PromqlLexer.NUMBER,
                        PromqlLexer.DURATION,
                        PromqlLexer.COMMA,
                        PromqlLexer.STEP,
                        PromqlLexer.RANGE,
                        PromqlLexer.MIN_OF,
                        PromqlLexer.MAX_OF -> {}
                default -> {
                    if (durationType(type()) == 0) {
                        return false;
                    }
                }
            }
            markOperator();
        } while (depth > 0);
        return true;
    }

    private int type() {
        return tokens.get(at).getType();
    }

    /** Passes one token, which becomes an operator of durations if it is an operator. */
    private void markOperator() {
        int durationType = durationType(type());
        if (durationType != 0) {
            ((WritableToken) tokens.get(at)).setType(durationType);
        }
        at++;
    }

    private static int durationType(int type) {
        return switch (type) {
            case PromqlLexer.ADD, PromqlLexer.DURATION_ADD -> PromqlLexer.DURATION_ADD;
            case PromqlLexer.SUB, PromqlLexer.DURATION_SUB -> PromqlLexer.DURATION_SUB;
            case PromqlLexer.MUL, PromqlLexer.DURATION_MUL -> PromqlLexer.DURATION_MUL;
            case PromqlLexer.DIV, PromqlLexer.DURATION_DIV -> PromqlLexer.DURATION_DIV;
            case PromqlLexer.MOD, PromqlLexer.DURATION_MOD -> PromqlLexer.DURATION_MOD;
            case PromqlLexer.POW, PromqlLexer.DURATION_POW -> PromqlLexer.DURATION_POW;
            default -> 0;
        };
    }
}
