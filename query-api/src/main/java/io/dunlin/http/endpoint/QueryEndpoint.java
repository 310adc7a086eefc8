package io.dunlin.http.endpoint;

import io.dunlin.http.Endpoint;
import io.dunlin.http.Request;
import io.dunlin.http.Response;
import java.io.IOException;

/** {@code /query}: evaluates an expression at one time. */
final class QueryEndpoint implements Endpoint {
    private final ApiServices services;

    QueryEndpoint(ApiServices services) {
        this.services = services;
    }

    @Override
    public void handle(Request request, Response response) throws IOException {
        long time = ApiParameters.time(
                request.parameters(), "time", services.clock().millis());
        new QueryCall(services, request, new QueryCall.Times(time, time, 0))
                .answer(response, (view, query, options) -> services.engine().instant(view, query, time, options));
    }
}
