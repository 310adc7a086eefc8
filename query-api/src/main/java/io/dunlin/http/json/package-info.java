/**
 * Query step 6 of 6, second half: turns results into JSON, streamed. {@link io.dunlin.http.json.JsonWriter} knows JSON,
 * {@link io.dunlin.http.json.PrometheusJson} knows how Prometheus writes labels, times, sample values and histograms,
 * {@link io.dunlin.http.json.StatisticsJson} how it writes what a query cost. Imports {@code io.dunlin.tsdb.model}, the
 * walk over buckets of {@code io.dunlin.promql.histogram}, the number printer {@code io.dunlin.promql.number} and the
 * figures of {@code io.dunlin.promql.result}; knows nothing of HTTP.
 */
package io.dunlin.http.json;
