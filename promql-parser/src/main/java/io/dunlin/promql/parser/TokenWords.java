package io.dunlin.promql.parser;

import io.dunlin.promql.grammar.PromqlLexer;
import io.dunlin.promql.text.Quoting;
import org.antlr.v4.runtime.Token;

/** Names tokens in error messages, as Prometheus does: {@code <op:+>}, {@code identifier "x"}, {@code end of input}. */
final class TokenWords {
    private static final int SHOWN_CHARACTERS = 10;

    private TokenWords() {}

    /** Returns the words for a token that is followed by another. */
    static String describe(Token token, Token next) {
        String text = token.getText();
        return switch (token.getType()) {
            case Token.EOF -> "end of input";
            case PromqlLexer.IDENTIFIER -> "identifier " + Quoting.quote(text);
            case PromqlLexer.METRIC_IDENTIFIER -> "metric identifier " + Quoting.quote(text);
            case PromqlLexer.STRING -> "string " + shortened(text);
            case PromqlLexer.NUMBER -> "number " + shortened(text);
            case PromqlLexer.DURATION -> "duration " + shortened(text);
            case PromqlLexer.FILL, PromqlLexer.FILL_LEFT, PromqlLexer.FILL_RIGHT ->
                next.getType() == PromqlLexer.LEFT_PAREN ? "<" + text + ">" : "identifier " + Quoting.quote(text);
            default -> describeWord(token.getType(), text);
        };
    }

    private static String describeWord(int type, String text) {
        if (type >= PromqlLexer.ANCHORED && type <= PromqlLexer.WITHOUT) {
            return "<" + text + ">";
        }
        if (type >= PromqlLexer.AVG && type <= PromqlLexer.TOPK) {
            return "<aggr:" + text + ">";
        }
        boolean operator = type >= PromqlLexer.ADD && type <= PromqlLexer.ATAN2;
        boolean matchOperator = type == PromqlLexer.MATCH_REGEX || type == PromqlLexer.MATCH_NOT_REGEX;
        boolean durationOperator = type >= PromqlLexer.DURATION_ADD && type <= PromqlLexer.DURATION_POW;
        if (operator || matchOperator || durationOperator) {
            return "<op:" + text + ">";
        }
        return shortened(text);
    }

    private static String shortened(String text) {
        if (text.codePointCount(0, text.length()) <= SHOWN_CHARACTERS) {
            return Quoting.quote(text);
        }
        return Quoting.quote(text.substring(0, text.offsetByCodePoints(0, SHOWN_CHARACTERS))) + "...";
    }
}
