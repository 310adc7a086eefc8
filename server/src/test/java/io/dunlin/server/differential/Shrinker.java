package io.dunlin.server.differential;

import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.ast.ParseException;
import io.dunlin.promql.ast.Span;
import io.dunlin.promql.ast.VectorSelector;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.promql.parser.PromqlParser;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a query that shows a difference smaller for as long as it still shows it. */
final class Shrinker {
    private static final int TRIES = 200;
    private static final List<String> MATCHERS =
            List.of("job=\"api\"", "job=\"batch\"", "instance=\"a\"", "instance=\"b\"", "gpu=\"0\"", "code=\"200\"");

    private final Predicate<QueryCase> differs;
    private int tries = TRIES;

    Shrinker(Predicate<QueryCase> differs) {
        this.differs = differs;
    }

    /** Returns a smaller case that differs too, or the same one: subtrees, points and series are dropped in turn. */
    QueryCase shrink(QueryCase query) {
        QueryCase smallest = query;
        boolean shrunk = true;
        while (shrunk && tries > 0) {
            shrunk = false;
            for (QueryCase candidate : candidates(smallest)) {
                if (tries-- > 0 && differs.test(candidate)) {
                    smallest = candidate;
                    shrunk = true;
                    break;
                }
            }
        }
        return smallest;
    }

    private static List<QueryCase> candidates(QueryCase query) {
        List<QueryCase> candidates = new ArrayList<>();
        if (query.isRange()) {
            for (long time = query.start(); time <= query.end(); time += query.step()) {
                candidates.add(new QueryCase(query.query(), time, time, 0));
            }
            if (query.end() > query.start()) {
                candidates.add(new QueryCase(query.query(), query.start(), query.end() - query.step(), query.step()));
                candidates.add(new QueryCase(query.query(), query.start() + query.step(), query.end(), query.step()));
            }
        }
        try {
            Expr root = PromqlParser.parse(query.query(), ParserOptions.all());
            addSubtrees(query, root, root, candidates);
            addMatchers(query, root, candidates);
        } catch (ParseException e) {
            // Not even we can read it, which is the difference; nothing to cut.
            return candidates;
        }
        return candidates;
    }

    private static void addSubtrees(QueryCase query, Expr root, Expr node, List<QueryCase> into) {
        for (Expr child : node.children()) {
            if (node == root) {
                into.add(query.with(text(query, child.span())));
            } else if (child.type() == node.type()) {
                into.add(replace(query, node.span(), text(query, child.span())));
            }
            addSubtrees(query, root, child, into);
        }
    }

    private static void addMatchers(QueryCase query, Expr node, List<QueryCase> into) {
        if (node instanceof VectorSelector selector
                && !selector.name().isEmpty()
                && selector.matchers().size() < 2) {
            Span span = selector.span();
            String rest = text(query, span).substring(selector.name().length()).replaceFirst("^\\{[^}]*\\}", "");
            if (!selector.matchers().isEmpty()) {
                into.add(replace(query, span, selector.name() + rest));
            } else {
                MATCHERS.forEach(
                        matcher -> into.add(replace(query, span, selector.name() + "{" + matcher + "}" + rest)));
            }
        }
        node.children().forEach(child -> addMatchers(query, child, into));
    }

    private static String text(QueryCase query, Span span) {
        return query.query().substring(span.start(), span.end());
    }

    private static QueryCase replace(QueryCase query, Span span, String text) {
        return query.with(
                query.query().substring(0, span.start()) + text + query.query().substring(span.end()));
    }
}
