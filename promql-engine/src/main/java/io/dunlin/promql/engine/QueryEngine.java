package io.dunlin.promql.engine;

import io.dunlin.promql.result.QueryResult;
import io.dunlin.tsdb.storage.View;

/**
 * Evaluates PromQL over storage views. Thread-safe. The caller owns the view and closes it after the call; results hold no
 * memory of the view. All methods throw {@link io.dunlin.promql.result.QueryException}.
 */
public interface QueryEngine extends AutoCloseable {
    /**
     * Evaluates at one time.
     *
     * @param view the data
     * @param query the PromQL expression, of any type
     * @param time the evaluation time in Unix milliseconds
     * @param options what this query asks for
     */
    QueryResult instant(View view, String query, long time, QueryOptions options);

    /**
     * Evaluates at {@code start, start + step, … <= end}.
     *
     * @param view the data
     * @param query the PromQL expression, a scalar or an instant vector
     * @param start the first evaluation time in Unix milliseconds
     * @param end the bound of the last evaluation time, inclusive
     * @param step the distance of evaluation times in milliseconds, greater than 0
     * @param options what this query asks for
     * @return a matrix in label order
     */
    QueryResult range(View view, String query, long start, long end, long step, QueryOptions options);

    /** Returns the optimised plan as indented text, without evaluating it: of a range query, or for step 0 of an instant. */
    String explain(String query, long start, long end, long step, QueryOptions options);

    /** Stops the workers; running queries end with an error. */
    @Override
    void close();
}
