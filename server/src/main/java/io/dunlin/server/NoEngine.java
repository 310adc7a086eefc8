package io.dunlin.server;

import io.dunlin.promql.engine.QueryEngine;
import io.dunlin.promql.engine.QueryOptions;
import io.dunlin.promql.result.QueryException;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.tsdb.storage.View;

/** Says that this build evaluates no queries. */
final class NoEngine implements QueryEngine {
    @Override
    public QueryResult instant(View view, String query, long time, QueryOptions options) {
        throw unavailable();
    }

    @Override
    public QueryResult range(View view, String query, long start, long end, long step, QueryOptions options) {
        throw unavailable();
    }

    @Override
    public String explain(String query, long start, long end, long step, QueryOptions options) {
        throw unavailable();
    }

    private static QueryException unavailable() {
        return QueryException.execution("this build evaluates no queries");
    }

    @Override
    public void close() {}
}
