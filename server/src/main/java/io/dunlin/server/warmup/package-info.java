/**
 * What a fresh process does so that its first queries are not its slowest: {@link io.dunlin.server.warmup.WarmUp} asks
 * typical queries over made-up samples and takes made-up write requests after the server is ready, beside the data path and
 * never on it.
 *
 * <p>May import {@code io.dunlin.http}, {@code io.dunlin.promql.engine}, {@code io.dunlin.remotewrite} and
 * {@code io.dunlin.tsdb}.
 */
package io.dunlin.server.warmup;
