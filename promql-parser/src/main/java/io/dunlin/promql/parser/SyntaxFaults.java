package io.dunlin.promql.parser;

import io.dunlin.promql.ast.ParseException;
import io.dunlin.promql.ast.Span;
import io.dunlin.promql.grammar.PromqlLexer;
import java.util.Optional;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;

/**
 * Ends the parse at the first token that fits nowhere, in Prometheus's words. A place where the text is no token counts as
 * such a token. A fault of what was read before comes first.
 */
final class SyntaxFaults extends BailErrorStrategy {
    private final String query;
    private final Optional<LexicalFault> lexicalFault;

    private final EarlierFaults earlierFaults;

    SyntaxFaults(String query, Optional<LexicalFault> lexicalFault, EarlierFaults earlierFaults) {
        this.query = query;
        this.lexicalFault = lexicalFault;
        this.earlierFaults = earlierFaults;
    }

    @Override
    public void recover(Parser parser, RecognitionException e) {
        throw fault(parser, e.getOffendingToken());
    }

    @Override
    public Token recoverInline(Parser parser) {
        throw fault(parser, parser.getCurrentToken());
    }

    private ParseException fault(Parser parser, Token token) {
        boolean badText = token.getType() == PromqlLexer.BAD_CHARACTER;
        earlierFaults.throwFirst(parser.getContext(), badText);
        if (badText) {
            return lexicalException(lexicalFault.orElseThrow());
        }
        TokenStream tokens = parser.getInputStream();
        Token next = tokens.get(Math.min(token.getTokenIndex() + 1, tokens.size() - 1));
        String place = FaultPlace.describe(parser, token);
        String hint = place.isEmpty() ? Suggestions.forWord(token) : "";
        Span span = new Span(token.getStartIndex(), Math.max(token.getStartIndex(), token.getStopIndex() + 1));
        return new ParseException(query, span, "unexpected " + TokenWords.describe(token, next) + place + hint);
    }

    private ParseException lexicalException(LexicalFault fault) {
        return new ParseException(query, new Span(fault.position(), query.length()), fault.reason());
    }
}
