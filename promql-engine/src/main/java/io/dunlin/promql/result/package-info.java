/**
 * What a query gives back: {@link io.dunlin.promql.result.QueryResult} with one of the four value types, or a {@link
 * io.dunlin.promql.result.QueryException}. Values are parallel arrays, so that a writer can stream a result without an
 * object per sample. Imports {@code io.dunlin.tsdb.model} only.
 */
package io.dunlin.promql.result;
