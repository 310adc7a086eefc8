/**
 * Ingest step 5 of 6: blocks as the rest of the core sees them. Takes sorted series from the head, from runs and from
 * other blocks ({@link io.dunlin.tsdb.block.SeriesSource}), gives open blocks to queries ({@link
 * io.dunlin.tsdb.block.BlockCatalog}). How bytes lie in files is the business of {@code io.dunlin.tsdb.block.v1}, which
 * this package does not know.
 *
 * <p>May import {@code io.dunlin.tsdb.model}, {@code io.dunlin.tsdb.storage}, {@code io.dunlin.tsdb.memory} and {@code
 * io.dunlin.tsdb.disk}.
 */
package io.dunlin.tsdb.block;
