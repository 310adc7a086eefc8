package io.dunlin.http.endpoint;

import io.dunlin.promql.result.QueryException;
import io.dunlin.tsdb.model.LabelMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Selectors, as far as tests of endpoints need them. */
final class SimpleLanguage implements QueryLanguage {
    private static final Pattern SELECTOR = Pattern.compile("(\\w*)(?:\\{(.*)\\})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|!~|!=|=)\"([^\"]*)\",?");

    @Override
    public List<LabelMatcher> selector(String text) {
        Matcher selector = SELECTOR.matcher(text);
        if (text.isEmpty() || !selector.matches()) {
            throw new QueryException(QueryException.Kind.BAD_DATA, "1:1: parse error: unexpected \"" + text + "\"");
        }
        List<LabelMatcher> matchers = new ArrayList<>();
        Matcher inside = MATCHER.matcher(selector.group(2) == null ? "" : selector.group(2));
        while (inside.find()) {
            matchers.add(new LabelMatcher(type(inside.group(2)), inside.group(1), inside.group(3)));
        }
        if (!selector.group(1).isEmpty()) {
            matchers.add(LabelMatcher.equal("__name__", selector.group(1)));
        }
        return matchers;
    }

    private static LabelMatcher.Type type(String symbol) {
        for (LabelMatcher.Type type : LabelMatcher.Type.values()) {
            if (type.symbol().equals(symbol)) {
                return type;
            }
        }
        throw new AssertionError(symbol);
    }

    @Override
    public List<List<LabelMatcher>> selectorsOf(String expression) {
        return expression.equals("1") ? List.of() : List.of(selector(expression));
    }

    @Override
    public String format(String expression) {
        return selector(expression).toString();
    }
}
