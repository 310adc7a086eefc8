package io.dunlin.http.endpoint;

import io.dunlin.http.ApiException;
import io.dunlin.http.Endpoint;
import io.dunlin.http.ErrorType;
import io.dunlin.http.Parameters;
import io.dunlin.http.Request;
import io.dunlin.http.Response;
import java.io.IOException;

/** {@code /label/:name/values}: the values of one label among the series that meet one of the selectors. */
final class LabelValuesEndpoint implements Endpoint {
    private final ApiServices services;

    LabelValuesEndpoint(ApiServices services) {
        this.services = services;
    }

    @Override
    public void handle(Request request, Response response) throws IOException {
        String name = EscapedName.unescape(request.pathParameter("name"));
        if (name.isEmpty()) {
            throw new ApiException(ErrorType.BAD_DATA, "invalid label name: " + GoNumber.quote(name));
        }
        Parameters parameters = request.parameters();
        int limit = ApiParameters.limit(parameters);
        ApiParameters.TimeRange range = ApiParameters.timeRange(parameters);
        LabelList.read(
                        services,
                        parameters,
                        range,
                        (querier, matchers) -> querier.labelValues(name, matchers, ApiParameters.oneOver(limit)))
                .answer(response, limit);
    }
}
