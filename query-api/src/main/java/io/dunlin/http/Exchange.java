package io.dunlin.http;

import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request on its way through a worker. Runs the endpoint, turns what it throws into an answer while that is
 * possible, and tells the connection when the answer is complete or lost. Runs once, on one worker thread.
 */
final class Exchange implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /** What the connection does when the answer is complete. Called on the worker's thread. */
    interface Completion {
        /** The answer is complete; returns what is to be told when its last byte is written. */
        ChannelPromise answered(Exchange exchange);

        /** There is no answer, or only part of one: the connection must close. */
        void lost(Exchange exchange);
    }

    private final Route route;
    private final Request request;
    private final Response response;
    private final Completion completion;
    private boolean keepAlive;

    Exchange(Route route, Request request, Response response, boolean keepAlive, Completion completion) {
        this.route = route;
        this.request = request;
        this.response = response;
        this.keepAlive = keepAlive;
        this.completion = completion;
    }

    Route route() {
        return route;
    }

    Request request() {
        return request;
    }

    int status() {
        return response.status();
    }

    /** Returns whether the connection may carry another request after this one. */
    boolean keepsAlive() {
        return keepAlive && !response.endsConnection();
    }

    @Override
    public void run() {
        boolean complete = false;
        try {
            answer();
            complete = true;
        } catch (IOException e) {
            LOG.debug("answer lost: path={} reason={}", request.path(), e.getMessage());
        } finally {
            if (complete) {
                // The promise goes with the write: a listener that is added behind it would wake the I/O loop once
                // more.
                response.send(completion.answered(this));
            } else {
                response.reset();
                completion.lost(this);
            }
        }
    }

    private void answer() throws IOException {
        if (!keepAlive) {
            response.head().headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        try {
            route.endpoint().handle(request, response);
        } catch (ApiException e) {
            fail(e.type(), e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("request failed: method={} path={}", request.method(), request.path(), e);
            fail(ErrorType.INTERNAL, "internal error: " + e);
        }
        response.complete();
    }

    private void fail(ErrorType type, String message) throws IOException {
        if (response.isHeadSent()) {
            throw new IOException("failed after part of the answer was sent: " + message);
        }
        response.reset();
        response.status(type.status());
        byte[] body =
                ErrorAnswer.prepare(route.kind(), type, message, response.head().headers());
        try (OutputStream out = response.body()) {
            out.write(body);
        }
    }
}
