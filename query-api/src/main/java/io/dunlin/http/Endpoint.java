package io.dunlin.http;

import java.io.IOException;

/**
 * Answers the requests of one route. Called on a worker thread, by many at once: it may block, and it must be
 * thread-safe.
 */
@FunctionalInterface
public interface Endpoint {
    /**
     * Answers one request. The response is complete when this returns.
     *
     * @param request valid, its body included, until this returns
     * @throws ApiException to answer with an error, as long as nothing of the body has been sent
     * @throws IOException when the client is gone or too slow; the connection is then closed
     */
    void handle(Request request, Response response) throws IOException;
}
