/**
 * Ingest step 5 of 6, the bytes: Prometheus's block format, written and read. Takes series from an {@link
 * io.dunlin.tsdb.block.SeriesSource}, gives a directory that promtool, Prometheus and Thanos take for their own. Each file
 * has one layout class, one writer and one reader; {@code FORMAT.md} beside them describes every byte.
 *
 * <p>May import {@code io.dunlin.tsdb.model}, {@code io.dunlin.tsdb.storage}, {@code io.dunlin.tsdb.memory}, {@code
 * io.dunlin.tsdb.disk}, {@code io.dunlin.tsdb.chunk} and {@link io.dunlin.tsdb.block}.
 */
package io.dunlin.tsdb.block.v1;
