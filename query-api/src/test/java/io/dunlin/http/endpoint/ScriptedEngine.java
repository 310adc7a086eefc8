package io.dunlin.http.endpoint;

import io.dunlin.promql.engine.QueryEngine;
import io.dunlin.promql.engine.QueryOptions;
import io.dunlin.promql.result.QueryException;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.promql.result.QueryStatistics;
import io.dunlin.promql.result.QueryValue;
import io.dunlin.tsdb.storage.View;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Answers the queries that a test has listed, with what the test says. */
final class ScriptedEngine implements QueryEngine {
    static final QueryStatistics STATISTICS =
            new QueryStatistics(1_000_000, 2_000_000, 3_000_000, 6_500_000, 40, 30, 20, null, null);

    private final Map<String, Function<Call, QueryResult>> answers = new ConcurrentHashMap<>();

    /** What the endpoint asked for. */
    record Call(long start, long end, long step, QueryOptions options) {}

    ScriptedEngine on(String query, Function<Call, QueryResult> answer) {
        answers.put(query, answer);
        return this;
    }

    ScriptedEngine on(String query, QueryValue value) {
        return on(query, call -> new QueryResult(value, List.of(), List.of(), STATISTICS));
    }

    ScriptedEngine on(String query, QueryException.Kind kind, String message) {
        return on(query, call -> {
            throw new QueryException(kind, message);
        });
    }

    @Override
    public QueryResult instant(View view, String query, long time, QueryOptions options) {
        return answer(query, new Call(time, time, 0, options));
    }

    @Override
    public QueryResult range(View view, String query, long start, long end, long step, QueryOptions options) {
        return answer(query, new Call(start, end, step, options));
    }

    private QueryResult answer(String query, Call call) {
        Function<Call, QueryResult> answer = answers.get(query);
        if (answer == null) {
            throw new QueryException(
                    QueryException.Kind.BAD_DATA, "1:1: parse error: unexpected end of input: " + query);
        }
        return answer.apply(call);
    }

    @Override
    public String explain(String query, long start, long end, long step, QueryOptions options) {
        answer(query, new Call(start, end, step, options));
        return "Plan of " + query + " at " + start + ".." + end + " by " + step + "\n";
    }

    @Override
    public void close() {}
}
