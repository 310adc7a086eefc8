package io.dunlin.http.endpoint;

import io.dunlin.http.Endpoint;
import io.dunlin.http.Parameters;
import io.dunlin.http.Request;
import io.dunlin.http.Response;
import java.io.IOException;

/** {@code /labels}: the label names of the series that meet one of the selectors. */
final class LabelNamesEndpoint implements Endpoint {
    private final ApiServices services;

    LabelNamesEndpoint(ApiServices services) {
        this.services = services;
    }

    @Override
    public void handle(Request request, Response response) throws IOException {
        Parameters parameters = request.parameters();
        int limit = ApiParameters.limit(parameters);
        ApiParameters.TimeRange range = ApiParameters.timeRange(parameters);
        LabelList.read(
                        services,
                        parameters,
                        range,
                        (querier, matchers) -> querier.labelNames(matchers, ApiParameters.oneOver(limit)))
                .answer(response, limit);
    }
}
