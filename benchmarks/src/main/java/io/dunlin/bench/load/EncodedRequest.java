package io.dunlin.bench.load;

/**
 * One write request.
 *
 * @param samples how many samples it has
 * @param body remote-write 1.0, snappy-compressed
 * @param before how many samples of its source come before it, those of the other lanes too: at a fixed rate, when it is due
 */
public record EncodedRequest(int samples, byte[] body, long before) {
    /** Returns the same request in another place. */
    EncodedRequest behind(long samplesBefore) {
        return new EncodedRequest(samples, body, samplesBefore);
    }
}
