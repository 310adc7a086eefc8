package io.dunlin.server;

import io.dunlin.http.endpoint.QueryLanguage;
import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.ast.Matcher;
import io.dunlin.promql.ast.ParseException;
import io.dunlin.promql.ast.VectorSelector;
import io.dunlin.promql.format.Formatter;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.promql.parser.PromqlParser;
import io.dunlin.promql.result.QueryException;
import io.dunlin.tsdb.model.LabelMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What the API needs of the parser. Thread-safe. */
final class PromqlLanguage implements QueryLanguage {
    private final ParserOptions options;

    PromqlLanguage(ParserOptions options) {
        this.options = options;
    }

    @Override
    public List<LabelMatcher> selector(String text) {
        return parsed(() -> matchers(PromqlParser.parseSelector(text, options)));
    }

    @Override
    public List<List<LabelMatcher>> selectorsOf(String expression) {
        return parsed(() -> {
            List<List<LabelMatcher>> selectors = new ArrayList<>();
            collect(PromqlParser.parse(expression, options), selectors);
            return selectors;
        });
    }

    @Override
    public String format(String expression) {
        return parsed(() -> Formatter.pretty(PromqlParser.parse(expression, options)));
    }

    private static <T> T parsed(Supplier<T> parse) {
        try {
            return parse.get();
        } catch (ParseException | IllegalArgumentException e) {
            throw new QueryException(QueryException.Kind.BAD_DATA, e.getMessage(), e);
        }
    }

    private static void collect(Expr expr, List<List<LabelMatcher>> into) {
        if (expr instanceof VectorSelector selector) {
            into.add(matchers(selector));
        }
        expr.children().forEach(child -> collect(child, into));
    }

    private static List<LabelMatcher> matchers(VectorSelector selector) {
        return selector.allMatchers().stream().map(PromqlLanguage::matcher).toList();
    }

    private static LabelMatcher matcher(Matcher matcher) {
        LabelMatcher.Type type = switch (matcher.op()) {
            case EQUAL -> LabelMatcher.Type.EQUAL;
            case NOT_EQUAL -> LabelMatcher.Type.NOT_EQUAL;
            case REGEX -> LabelMatcher.Type.REGEX;
            case NOT_REGEX -> LabelMatcher.Type.NOT_REGEX;
        };
        return new LabelMatcher(type, matcher.name(), matcher.value());
    }
}
