package io.dunlin.http.endpoint;

import io.dunlin.http.Endpoint;
import io.dunlin.http.Parameters;
import io.dunlin.http.Request;
import io.dunlin.http.Response;
import io.dunlin.promql.engine.QueryOptions;
import io.dunlin.promql.result.QueryResult;
import java.io.IOException;

/** {@code /query}: evaluates an expression at one time. */
final class QueryEndpoint implements Endpoint {
    private final ApiServices services;

    QueryEndpoint(ApiServices services) {
        this.services = services;
    }

    @Override
    public void handle(Request request, Response response) throws IOException {
        Parameters parameters = request.parameters();
        int limit = ApiParameters.limit(parameters);
        long time = ApiParameters.time(parameters, "time", services.clock().millis());
        QueryCall call = new QueryCall(services, request);
        QueryOptions options = call.options();
        String query = parameters.get("query");
        QueryResult result = call.evaluate(view -> services.engine().instant(view, query, time, options));
        call.answer(response, result, limit, time, 0);
    }
}
