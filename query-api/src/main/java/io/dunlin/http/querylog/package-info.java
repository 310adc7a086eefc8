/**
 * Query step 1 and step 6 of 6, on the side: who asked what, and what it cost. {@link io.dunlin.http.querylog.QueryObserver}
 * is told of each query; {@link io.dunlin.http.querylog.ActiveQueries} names those at work in a file that outlives the
 * process, {@link io.dunlin.http.querylog.QueryLog} writes the finished ones as lines of JSON.
 *
 * <p>Imports {@code io.dunlin.http.json} and the figures of {@code io.dunlin.promql.result}; knows nothing of endpoints.
 */
package io.dunlin.http.querylog;
