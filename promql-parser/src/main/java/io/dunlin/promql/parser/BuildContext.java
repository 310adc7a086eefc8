package io.dunlin.promql.parser;

import io.dunlin.promql.ast.NumberLiteral;
import io.dunlin.promql.ast.ParseException;
import io.dunlin.promql.ast.Span;
import io.dunlin.promql.grammar.PromqlLexer;
import io.dunlin.promql.grammar.PromqlParser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/**
 * What all builders of one query share.
 *
 * @param query the text
 * @param options what is accepted
 */
record BuildContext(String query, ParserOptions options) {
    ParseException fault(Span span, String reason) {
        return new ParseException(query, span, reason);
    }

    static Span span(Token token) {
        return new Span(token.getStartIndex(), token.getStopIndex() + 1);
    }

    static Span span(ParserRuleContext tree) {
        return new Span(tree.getStart().getStartIndex(), tree.getStop().getStopIndex() + 1);
    }

    /** Builds a number or a duration that stands for its seconds. */
    NumberLiteral number(PromqlParser.NumberContext tree) {
        Token token = tree.getStart();
        boolean duration = token.getType() == PromqlLexer.DURATION;
        try {
            String text = token.getText();
            double value = duration ? Literals.durationSeconds(text) : Literals.number(text);
            return new NumberLiteral(value, duration, span(token));
        } catch (IllegalArgumentException e) {
            throw fault(span(token), e.getMessage());
        }
    }

    /** Builds a number with an optional sign before it. */
    NumberLiteral signed(Token sign, PromqlParser.NumberContext tree) {
        NumberLiteral number = number(tree);
        return sign == null ? number : withSign(sign, number);
    }

    static NumberLiteral withSign(Token sign, NumberLiteral number) {
        boolean minus = sign.getType() == PromqlLexer.SUB;
        double value = minus ? -number.value() : number.value();
        return new NumberLiteral(value, number.durationForm(), span(sign).to(number.span()));
    }

    /** Returns the value of a string token, which was checked before the parse. */
    String string(Token token) {
        return StringLiterals.read(query, token.getStartIndex());
    }
}
