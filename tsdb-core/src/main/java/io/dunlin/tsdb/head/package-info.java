/**
 * Ingest step 3 of 6: the newest samples, in generations. Takes requests through {@link io.dunlin.tsdb.storage.Appender},
 * gives views to {@code io.dunlin.tsdb.query} and finished epochs to {@code io.dunlin.tsdb.block}.
 *
 * <p>A series is born into the current cohort ({@code Generations}), which owns all its memory; what
 * still lives after a while moves to the tenured table; cohorts go as a whole. One thread at a time is the writer ({@code
 * CommitQueue}, {@code HeadWriter}); it publishes a snapshot a group of requests ({@code ViewRegistry}). Readers decode
 * beside it: a record has a version to check a copy by, and one earlier count, so that a request is seen whole or not at
 * all. Sealed chunks lie by epoch ({@code EpochChunks}), and by and by in a
 * file an epoch that is read through a mapping. What comes out of order goes to tables of its own, one an epoch ({@code
 * OutOfOrderTables}), is joined by labels when read, and leaves with its epoch or, where that has left, as a block that
 * overlaps the epoch's.
 *
 * <p>May import {@code io.dunlin.tsdb.storage}, {@code io.dunlin.tsdb.model}, {@code io.dunlin.tsdb.index}, {@code
 * io.dunlin.tsdb.chunk}, {@code io.dunlin.tsdb.memory}, {@code io.dunlin.tsdb.disk}, {@code io.dunlin.tsdb.log} and {@code io.dunlin.tsdb.block}.
 */
package io.dunlin.tsdb.head;
