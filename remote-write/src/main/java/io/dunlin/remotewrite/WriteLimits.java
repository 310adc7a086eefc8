package io.dunlin.remotewrite;

import java.time.Duration;

/**
 * The limits of the remote-write receiver.
 *
 * @param maxCompressedBytes the largest body as it comes over the network
 * @param maxDecodedBytes the largest body after decompression
 * @param maxConcurrent the most requests decoded at once; others wait, each for at most {@code maxWait}
 * @param maxWait how long a request waits for its turn before it is sent away
 * @param maxAhead how far in the future a sample may lie
 */
public record WriteLimits(
        int maxCompressedBytes, int maxDecodedBytes, int maxConcurrent, Duration maxWait, Duration maxAhead) {
    /** Prometheus's limits, with one request a processor and one more. */
    public static WriteLimits defaults() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new WriteLimits(32 << 20, 32 << 20, processors + 1, Duration.ofSeconds(10), Duration.ofMinutes(10));
    }
}
