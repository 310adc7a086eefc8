package io.dunlin.bench.load;

/**
 * One write request.
 *
 * @param samples how many samples it has
 * @param body remote-write 1.0, snappy-compressed
 */
public record EncodedRequest(int samples, byte[] body) {}
