package io.dunlin.http.endpoint;

import io.dunlin.http.ApiException;
import io.dunlin.http.Endpoint;
import io.dunlin.http.ErrorType;
import io.dunlin.http.Parameters;
import io.dunlin.http.Request;
import io.dunlin.http.Response;
import io.dunlin.http.json.JsonWriter;
import io.dunlin.http.json.PrometheusJson;
import io.dunlin.promql.result.QueryException;
import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.StorageException;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code /query_exemplars}: the exemplars of every series that an expression reads. */
final class ExemplarsEndpoint implements Endpoint {
    private static final int NO_CONTENT = 204;

    private final ApiServices services;

    ExemplarsEndpoint(ApiServices services) {
        this.services = services;
    }

    @Override
    public void handle(Request request, Response response) throws IOException {
        Parameters parameters = request.parameters();
        ApiParameters.TimeRange range = ApiParameters.timeRange(parameters);
        if (range.end() < range.start()) {
            throw new ApiException(ErrorType.BAD_DATA, "end timestamp must not be before start timestamp");
        }
        List<List<LabelMatcher>> selectors = selectors(parameters.get("query"));
        if (selectors.isEmpty()) {
            response.status(NO_CONTENT);
            return;
        }
        Map<Labels, List<Exemplar>> found = new TreeMap<>();
        try (View view = services.storage().view()) {
            Querier querier = view.querier(range.start(), range.end());
            selectors.forEach(matchers -> found.putAll(querier.exemplars(matchers)));
        } catch (StorageException e) {
            throw QueryErrors.of(e);
        }
        Envelope.write(response, out -> write(found, out));
    }

    private List<List<LabelMatcher>> selectors(String query) {
        try {
            return services.language().selectorsOf(query);
        } catch (QueryException e) {
            throw new ApiException(ErrorType.BAD_DATA, e.getMessage());
        }
    }

    private static void write(Map<Labels, List<Exemplar>> found, PrometheusJson out) throws IOException {
        JsonWriter json = out.json();
        json.beginArray();
        for (Map.Entry<Labels, List<Exemplar>> series : found.entrySet()) {
            json.beginObject();
            json.key("seriesLabels");
            out.labels(series.getKey());
            json.key("exemplars").beginArray();
            for (Exemplar exemplar : series.getValue()) {
                write(exemplar, out);
            }
            json.endArray();
            json.endObject();
        }
        json.endArray();
    }

    private static void write(Exemplar exemplar, PrometheusJson out) throws IOException {
        JsonWriter json = out.json();
        json.beginObject();
        json.key("labels");
        out.labels(exemplar.labels());
        json.key("value");
        out.sampleValue(exemplar.value());
        json.key("timestamp");
        out.timestamp(exemplar.timestamp());
        json.endObject();
    }
}
