package io.dunlin.promql.promqltest;

import io.dunlin.promql.engine.QueryEngine;
import io.dunlin.promql.engine.QueryOptions;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.promql.result.QueryValue;
import io.dunlin.tsdb.storage.View;
import java.util.function.UnaryOperator;

/** An engine with one fault: what it reads, what it understands or what it answers is wrong in one way. */
abstract class SeededFault implements QueryEngine {
    private final String name;
    private QueryEngine healthy;

    SeededFault(String name) {
        this.name = name;
    }

    /** Infects an engine. */
    SeededFault in(QueryEngine engine) {
        healthy = engine;
        return this;
    }

    /** Returns a fault in what comes out. */
    static SeededFault ofResult(String name, UnaryOperator<QueryResult> change) {
        return new SeededFault(name) {
            @Override
            QueryResult result(QueryResult result) {
                return change.apply(result);
            }
        };
    }

    /** Returns a fault in the value that comes out. */
    static SeededFault ofValue(String name, QueryValue.Visitor<QueryValue> change) {
        return ofResult(
                name,
                result -> new QueryResult(
                        result.value().accept(change), result.warnings(), result.infos(), result.statistics()));
    }

    /** Returns a fault in how the query is understood: a regular expression is replaced. */
    static SeededFault ofQuery(String name, String pattern, String replacement) {
        return new SeededFault(name) {
            @Override
            String query(String query) {
                return query.replaceAll(pattern, replacement);
            }
        };
    }

    /** Returns a fault in what is read. */
    static SeededFault ofView(String name, UnaryOperator<View> change) {
        return new SeededFault(name) {
            @Override
            View view(View view) {
                return change.apply(view);
            }
        };
    }

    String query(String query) {
        return query;
    }

    View view(View view) {
        return view;
    }

    QueryResult result(QueryResult result) {
        return result;
    }

    /** Returns the times of a range query: start, end and step. */
    long[] times(long start, long end, long step) {
        return new long[] {start, end, step};
    }

    QueryOptions options(QueryOptions options) {
        return options;
    }

    @Override
    public QueryResult instant(View view, String query, long time, QueryOptions options) {
        return result(healthy.instant(view(view), query(query), time, options(options)));
    }

    @Override
    public QueryResult range(View view, String query, long start, long end, long step, QueryOptions options) {
        long[] times = times(start, end, step);
        return result(healthy.range(view(view), query(query), times[0], times[1], times[2], options(options)));
    }

    @Override
    public String explain(String query, long start, long end, long step, QueryOptions options) {
        return healthy.explain(query, start, end, step, options);
    }

    /** Does nothing: the healthy engine is someone else's. */
    @Override
    public void close() {}

    @Override
    public String toString() {
        return name;
    }
}
