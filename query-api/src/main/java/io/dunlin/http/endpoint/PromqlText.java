package io.dunlin.http.endpoint;

import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.ast.MatchOp;
import io.dunlin.promql.ast.Matcher;
import io.dunlin.promql.ast.ParseException;
import io.dunlin.promql.ast.VectorSelector;
import io.dunlin.promql.format.Formatter;
import io.dunlin.promql.function.PromqlFeature;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.promql.parser.PromqlParser;
import io.dunlin.promql.result.QueryException;
import io.dunlin.tsdb.model.LabelMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** PromQL as {@link PromqlParser} reads it. Thread-safe. */
public final class PromqlText implements QueryLanguage {
    private final ParserOptions options;

    /** Makes the reader; {@code options} should be those of the engine. */
    public PromqlText(ParserOptions options) {
        this.options = options;
    }

    @Override
    public Set<PromqlFeature> features() {
        return options.features();
    }

    @Override
    public List<LabelMatcher> selector(String text) {
        try {
            return matchers(PromqlParser.parseSelector(text, options));
        } catch (ParseException e) {
            throw bad(e);
        }
    }

    @Override
    public List<List<LabelMatcher>> selectorsOf(String expression) {
        List<List<LabelMatcher>> selectors = new ArrayList<>();
        collect(parse(expression), selectors);
        return selectors;
    }

    private static void collect(Expr expr, List<List<LabelMatcher>> selectors) {
        if (expr instanceof VectorSelector selector) {
            selectors.add(matchers(selector));
        }
        expr.children().forEach(child -> collect(child, selectors));
    }

    @Override
    public String format(String expression) {
        return Formatter.pretty(parse(expression));
    }

    @Override
    public Expr parse(String expression) {
        try {
            return PromqlParser.parse(expression, options);
        } catch (ParseException e) {
            throw bad(e);
        }
    }

    private static QueryException bad(ParseException failure) {
        return new QueryException(QueryException.Kind.BAD_DATA, failure.getMessage(), failure);
    }

    private static List<LabelMatcher> matchers(VectorSelector selector) {
        return selector.allMatchers().stream().map(PromqlText::matcher).toList();
    }

    private static LabelMatcher matcher(Matcher parsed) {
        return new LabelMatcher(type(parsed.op()), parsed.name(), parsed.value());
    }

    private static LabelMatcher.Type type(MatchOp op) {
        return switch (op) {
            case EQUAL -> LabelMatcher.Type.EQUAL;
            case NOT_EQUAL -> LabelMatcher.Type.NOT_EQUAL;
            case REGEX -> LabelMatcher.Type.REGEX;
            case NOT_REGEX -> LabelMatcher.Type.NOT_REGEX;
        };
    }
}
