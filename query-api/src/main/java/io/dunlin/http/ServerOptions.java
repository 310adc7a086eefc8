package io.dunlin.http;

import com.google.re2j.Pattern;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Where the server listens and what it allows.
 *
 * @param address where to listen; port 0 picks a free one
 * @param maxConnections connections at once, as {@code --web.max-connections}; one more is answered 503 and closed
 * @param queryThreads PromQL evaluations at once, as {@code --query.max-concurrency}
 * @param writeThreads requests of samples at once
 * @param queueLength requests that may wait for a thread, per workload; one more is answered 503 with Retry-After
 * @param bodyMemory bytes of request bodies held at once over all connections; more is answered 503 with Retry-After
 * @param readTimeout the longest wait for a request, as {@code --web.read-timeout}; the connection is then closed
 * @param writeTimeout the longest wait for a client that does not read its answer; the connection is then closed
 * @param corsOrigin the origins whose pages may call the API, as {@code --web.cors.origin}, fully anchored
 */
public record ServerOptions(
        InetSocketAddress address,
        int maxConnections,
        int queryThreads,
        int writeThreads,
        int queueLength,
        long bodyMemory,
        Duration readTimeout,
        Duration writeTimeout,
        Pattern corsOrigin) {
    /** Any origin may call. */
    public static final Pattern ANY_ORIGIN = Pattern.compile("^(?:.*)$");

    /** Returns Prometheus's defaults on the given address. */
    public static ServerOptions at(InetSocketAddress address) {
        return new ServerOptions(
                address, 512, 20, 16, 256, 256L << 20, Duration.ofMinutes(5), Duration.ofSeconds(30), ANY_ORIGIN);
    }

    /** Returns these options with another number of evaluations at once. */
    public ServerOptions withQueryThreads(int threads) {
        return new ServerOptions(
                address,
                maxConnections,
                threads,
                writeThreads,
                queueLength,
                bodyMemory,
                readTimeout,
                writeTimeout,
                corsOrigin);
    }

    /** Returns these options with other limits on what is held at once. */
    public ServerOptions withLimits(int connections, int waiting, long bodyBytes) {
        return new ServerOptions(
                address,
                connections,
                queryThreads,
                writeThreads,
                waiting,
                bodyBytes,
                readTimeout,
                writeTimeout,
                corsOrigin);
    }

    /** Returns these options with other time limits. */
    public ServerOptions withTimeouts(Duration read, Duration write) {
        return new ServerOptions(
                address, maxConnections, queryThreads, writeThreads, queueLength, bodyMemory, read, write, corsOrigin);
    }

    /** Returns these options with another rule for origins, a regular expression that must match the whole origin. */
    public ServerOptions withCorsOrigin(String regex) {
        return new ServerOptions(
                address,
                maxConnections,
                queryThreads,
                writeThreads,
                queueLength,
                bodyMemory,
                readTimeout,
                writeTimeout,
                Pattern.compile("^(?:" + regex + ")$"));
    }
}
