/**
 * Ingest step 1 of 3: takes the bytes of a remote-write request from the HTTP server and gives series and samples to an
 * {@link io.dunlin.tsdb.storage.Appender}.
 *
 * <p>The path of a request, top to bottom: {@link io.dunlin.remotewrite.WriteHandler} checks method, headers and size,
 * {@link io.dunlin.remotewrite.SnappyInput} unpacks the body into a direct buffer, a {@link
 * io.dunlin.remotewrite.RequestDecoder} walks the protobuf field by field and appends. No message objects are made: a
 * known series costs one hash look-up over its raw label bytes, and its samples go straight from the buffer into the
 * appender. What went wrong becomes an HTTP status in one place, {@link io.dunlin.remotewrite.WriteResponse}.
 *
 * <p>Beside that path stands {@link io.dunlin.remotewrite.OpenMetricsText}, which reads exported history.
 *
 * <p>May import {@link io.dunlin.tsdb.model} and {@link io.dunlin.tsdb.storage}; knows no HTTP library.
 */
package io.dunlin.remotewrite;
