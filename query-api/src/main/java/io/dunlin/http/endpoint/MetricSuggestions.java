package io.dunlin.http.endpoint;

import io.dunlin.promql.annotation.Annotation;
import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.ast.VectorSelector;
import io.dunlin.promql.text.NearestWord;
import io.dunlin.promql.text.Quoting;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells of metric names in a query that no series has, with the nearest name that some series has. A query that names such a
 * metric has an empty result and is no error, in Prometheus too, so this is said where the plan is asked for.
 */
final class MetricSuggestions {
    private MetricSuggestions() {}

    /** Returns an info for each such name, with its position. */
    static List<String> of(Expr expression, String query, View view) {
        List<VectorSelector> selectors = new ArrayList<>();
        collect(expression, selectors);
        if (selectors.isEmpty()) {
            return List.of();
        }
        Querier querier = view.querier(view.minTime(), view.maxTime());
        List<String> names = querier.labelValues(Labels.METRIC_NAME, List.of(), 0);
        Set<String> known = new HashSet<>(names);
        List<String> infos = new ArrayList<>();
        for (VectorSelector selector : selectors) {
            if (known.add(selector.name())) {
                String suggestion = NearestWord.among(names, selector.name())
                        .map(name -> ", did you mean " + Quoting.quote(name) + "?")
                        .orElse("");
                String text = "no series has the metric name " + Quoting.quote(selector.name()) + suggestion;
                infos.add(Annotation.info(text, selector.span().start()).print(query));
            }
        }
        return infos;
    }

    private static void collect(Expr expression, List<VectorSelector> into) {
        if (expression instanceof VectorSelector selector && !selector.name().isEmpty()) {
            into.add(selector);
        }
        expression.children().forEach(child -> collect(child, into));
    }
}
