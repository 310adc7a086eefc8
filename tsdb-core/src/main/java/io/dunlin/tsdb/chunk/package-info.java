/**
 * Ingest: samples become chunks here; query: chunks become arrays again. Three encodings of samples of one series, byte for
 * byte those of Prometheus ({@link io.dunlin.tsdb.chunk.ChunkEncoding}); FORMAT.md beside this file describes them.
 *
 * <p>{@link io.dunlin.tsdb.chunk.XorEncoder} appends floats to an open chunk off-heap, {@link
 * io.dunlin.tsdb.chunk.ChunkDecoder} reads whole chunks of every encoding at once. Called by head, blocks and merges.
 * Imports {@code io.dunlin.tsdb.memory}, {@code io.dunlin.tsdb.storage} (the sample buffer and the errors) and {@code
 * io.dunlin.tsdb.model}.
 */
package io.dunlin.tsdb.chunk;
