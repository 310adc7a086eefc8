/**
 * Query step 1 and step 6 of 6: the endpoints of the Prometheus HTTP API, one class each. An endpoint reads its
 * parameters ({@code ApiParameters}), asks the engine or the storage, and streams its data into the envelope
 * ({@code Envelope}). {@link io.dunlin.http.endpoint.ApiRoutes} lists them all; {@link io.dunlin.http.endpoint.ApiServices}
 * is what they stand on.
 *
 * <p>Imports {@code io.dunlin.http}, {@code io.dunlin.http.json}, the engine's door {@code io.dunlin.promql.engine} and
 * {@code io.dunlin.promql.result}, the parser ({@code PromqlText}) and its
 * syntax tree ({@code AstTree}), and of the storage only
 * {@code io.dunlin.tsdb.storage} and {@code io.dunlin.tsdb.model}.
 */
package io.dunlin.http.endpoint;
