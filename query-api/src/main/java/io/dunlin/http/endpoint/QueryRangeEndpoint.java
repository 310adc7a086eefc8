package io.dunlin.http.endpoint;

import io.dunlin.http.ApiException;
import io.dunlin.http.Endpoint;
import io.dunlin.http.ErrorType;
import io.dunlin.http.Parameters;
import io.dunlin.http.Request;
import io.dunlin.http.Response;
import java.io.IOException;

/** {@code /query_range}: evaluates an expression at every step of a range. */
final class QueryRangeEndpoint implements Endpoint {
    private static final long MOST_POINTS = 11_000;

    private final ApiServices services;

    QueryRangeEndpoint(ApiServices services) {
        this.services = services;
    }

    @Override
    public void handle(Request request, Response response) throws IOException {
        Parameters parameters = request.parameters();
        long start = ApiParameters.time(parameters, "start");
        long end = ApiParameters.time(parameters, "end");
        if (end < start) {
            throw ApiException.invalidParameter("end", "end timestamp must not be before start time");
        }
        long step = step(parameters, start, end);
        new QueryCall(services, request, new QueryCall.Times(start, end, step))
                .answer(
                        response,
                        (view, query, options) -> services.engine().range(view, query, start, end, step, options));
    }

    private static long step(Parameters parameters, long start, long end) {
        long step = ApiParameters.duration(parameters, "step");
        if (step <= 0) {
            throw ApiException.invalidParameter(
                    "step", "zero or negative query resolution step widths are not accepted. Try a positive integer");
        }
        boolean overflows = end - start < 0;
        if (overflows || (end - start) / step > MOST_POINTS) {
            throw new ApiException(
                    ErrorType.BAD_DATA,
                    "exceeded maximum resolution of 11,000 points per timeseries."
                            + " Try decreasing the query resolution (?step=XX)");
        }
        return step;
    }
}
