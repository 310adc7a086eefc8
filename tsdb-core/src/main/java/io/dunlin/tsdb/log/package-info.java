/**
 * Ingest step 4: the record of a request becomes durable here before the request is acknowledged, and comes back here after
 * a crash. A log of records whose meaning is their owner's: {@link io.dunlin.tsdb.log.LogWriter} appends, {@link
 * io.dunlin.tsdb.log.LogReader} replays into a {@link io.dunlin.tsdb.log.RecordHandler} that its caller implements.
 * FORMAT.md beside this file describes the bytes.
 *
 * <p>Imports {@code io.dunlin.tsdb.disk}, {@code io.dunlin.tsdb.memory} and the errors of {@code io.dunlin.tsdb.storage}.
 */
package io.dunlin.tsdb.log;
