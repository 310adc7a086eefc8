package io.dunlin.server;

import io.dunlin.http.Endpoint;
import io.dunlin.http.Request;
import io.dunlin.http.Response;
import io.dunlin.remotewrite.WriteHandler;
import io.dunlin.remotewrite.WriteResponse;
import java.io.IOException;

/** {@code POST /api/v1/write}: passes a request to the remote-write receiver and its answer back. */
final class WriteEndpoint implements Endpoint {
    private final WriteHandler handler;

    WriteEndpoint(WriteHandler handler) {
        this.handler = handler;
    }

    @Override
    public void handle(Request request, Response response) throws IOException {
        WriteResponse answer = handler.handle(
                request.method(),
                request.header("content-type"),
                request.header("content-encoding"),
                request.body().nioBuffer());
        if (answer.retryAfterSeconds() > 0) {
            response.header("Retry-After", Integer.toString(answer.retryAfterSeconds()));
        }
        if (answer.message().isEmpty()) {
            response.status(answer.status());
        } else {
            response.text(answer.status(), answer.message() + "\n");
        }
    }
}
