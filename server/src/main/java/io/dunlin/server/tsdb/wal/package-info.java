/**
 * Reads Prometheus's write-ahead log, for who moves from there to Dunlin: segments and checkpoints ({@link
 * io.dunlin.server.tsdb.wal.PrometheusLog}), records of Prometheus 2.42 to 3.14 ({@link
 * io.dunlin.server.tsdb.wal.LogRecords}). Nothing of it is ever written.
 *
 * <p>May import {@code io.dunlin.tsdb.model} and {@code io.dunlin.tsdb.storage}.
 */
package io.dunlin.server.tsdb.wal;
