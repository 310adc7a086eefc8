package io.dunlin.promql.parser;

import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.ast.ParseException;
import io.dunlin.promql.ast.Span;
import io.dunlin.promql.ast.VectorSelector;
import io.dunlin.promql.check.TypeChecker;
import io.dunlin.promql.grammar.PromqlLexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;

/**
 * Reads PromQL. Stateless; any thread may call it. Time and memory grow with the length of the query, which is limited, as
 * is the depth of its tree.
 */
public final class PromqlParser {
    private PromqlParser() {}

    /**
     * Returns the checked tree of a query.
     *
     * @throws ParseException when the text is no query, in Prometheus's words
     */
    public static Expr parse(String query, ParserOptions options) {
        Expr expr = read(query, options, io.dunlin.promql.grammar.PromqlParser::query);
        TypeChecker.check(query, expr);
        return expr;
    }

    /**
     * Returns the selector that a text like {@code up{job="a"}} is, without modifiers, as the {@code match[]} parameter of
     * the API has it. A selector that matches everything is not refused.
     *
     * @throws ParseException when the text is no selector
     */
    public static VectorSelector parseSelector(String text, ParserOptions options) {
        return (VectorSelector) read(text, options, io.dunlin.promql.grammar.PromqlParser::selector);
    }

    private static Expr read(String query, ParserOptions options, StartRule start) {
        requireLength(query, options);
        List<Token> tokens = new ArrayList<>(new PromqlLexer(new QueryCharStream(query)).getAllTokens());
        tokens.add(endOfInput(query));
        Optional<LexicalFault> fault = LexicalCheck.firstFault(query, tokens);
        fault.ifPresent(f -> cutAt(tokens, f));
        tokens.removeIf(token -> token.getChannel() != Token.DEFAULT_CHANNEL);
        AstBuilder builder = new AstBuilder(new BuildContext(query, options));
        SyntaxFaults faults = new SyntaxFaults(query, fault, new EarlierFaults(builder));
        return builder.build(parse(query, options, tokens, faults, start));
    }

    private static Token endOfInput(String query) {
        CommonToken token = new CommonToken(Token.EOF, "");
        token.setStartIndex(query.length());
        token.setStopIndex(query.length() - 1);
        return token;
    }

    /** Leaves the tokens before a fault and, behind them, one that no rule accepts. */
    private static void cutAt(List<Token> tokens, LexicalFault fault) {
        tokens.subList(fault.tokenIndex(), tokens.size()).clear();
        tokens.add(new CommonToken(PromqlLexer.BAD_CHARACTER));
    }

    /** Tries the faster prediction first; what it refuses gets a second try with full context. */
    private static ParserRuleContext parse(
            String query, ParserOptions options, List<Token> tokens, SyntaxFaults faults, StartRule start) {
        CommonTokenStream stream = new CommonTokenStream(new ListTokenSource(tokens));
        stream.fill();
        var parser = new io.dunlin.promql.grammar.PromqlParser(stream);
        parser.removeErrorListeners();
        parser.setErrorHandler(faults);
        try {
            return parse(parser, PredictionMode.SLL, new DepthGuard(query, options.maxDepth()), start);
        } catch (ParseException refused) {
            return parse(parser, PredictionMode.LL, new DepthGuard(query, options.maxDepth()), start);
        }
    }

    private static ParserRuleContext parse(
            io.dunlin.promql.grammar.PromqlParser parser, PredictionMode mode, DepthGuard guard, StartRule start) {
        parser.reset();
        parser.removeParseListeners();
        parser.addParseListener(guard);
        parser.getInterpreter().setPredictionMode(mode);
        return start.apply(parser);
    }

    /** The rule of the grammar that a whole text must be. */
    private interface StartRule {
        ParserRuleContext apply(io.dunlin.promql.grammar.PromqlParser parser);
    }

    private static void requireLength(String query, ParserOptions options) {
        if (query.length() > options.maxLength()) {
            throw new ParseException(
                    query,
                    Span.NONE,
                    "query has " + query.length() + " characters, the limit is " + options.maxLength());
        }
    }
}
