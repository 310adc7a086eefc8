package io.dunlin.http.endpoint;

import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.function.PromqlFeature;
import io.dunlin.tsdb.model.LabelMatcher;
import java.util.List;
import java.util.Set;

/** PromQL as text. Every method throws {@link io.dunlin.promql.result.QueryException} for text that does not parse. */
public interface QueryLanguage {
    /** Returns the parts of the language that are on. */
    Set<PromqlFeature> features();

    /** Parses an expression and checks its types. */
    Expr parse(String expression);

    /** Parses one series selector, as in {@code match[]}. */
    List<LabelMatcher> selector(String text);

    /** Returns the matchers of each selector in an expression. */
    List<List<LabelMatcher>> selectorsOf(String expression);

    /** Prints an expression in the canonical layout, long ones over several lines. */
    String format(String expression);
}
