package io.dunlin.http.endpoint;

import io.dunlin.http.ApiException;
import io.dunlin.http.Endpoint;
import io.dunlin.http.ErrorType;
import io.dunlin.http.Parameters;
import io.dunlin.http.Request;
import io.dunlin.http.Response;
import io.dunlin.http.json.JsonWriter;
import io.dunlin.http.json.PrometheusJson;
import io.dunlin.tsdb.model.MetricMetadata;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** {@code /metadata}: type, unit and help of metric families. Here a limit of 0 means none at all. */
final class MetadataEndpoint implements Endpoint {
    private final MetadataSource source;

    MetadataEndpoint(MetadataSource source) {
        this.source = source;
    }

    @Override
    public void handle(Request request, Response response) throws IOException {
        Parameters parameters = request.parameters();
        long limit = number(parameters, "limit");
        long limitPerMetric = number(parameters, "limit_per_metric");
        Map<String, Set<MetricMetadata>> families = new LinkedHashMap<>();
        for (MetricMetadata entry : source.metadata(parameters.get("metric"))) {
            if (!families.containsKey(entry.family()) && limit >= 0 && families.size() >= limit) {
                break;
            }
            Set<MetricMetadata> entries = families.computeIfAbsent(entry.family(), f -> new LinkedHashSet<>());
            if (limitPerMetric <= 0 || entries.size() < limitPerMetric) {
                entries.add(entry);
            }
        }
        Envelope.write(response, out -> write(families, out));
    }

    /** Returns a limit, -1 where none is given. */
    static long number(Parameters parameters, String name) {
        String text = parameters.get(name);
        try {
            return text.isEmpty() ? -1 : GoNumber.integer(text);
        } catch (IllegalArgumentException e) {
            throw new ApiException(ErrorType.BAD_DATA, name + " must be a number");
        }
    }

    private static void write(Map<String, Set<MetricMetadata>> families, PrometheusJson out) throws IOException {
        JsonWriter json = out.json();
        json.beginObject();
        for (Map.Entry<String, Set<MetricMetadata>> family : families.entrySet()) {
            json.key(family.getKey()).beginArray();
            for (MetricMetadata entry : family.getValue()) {
                json.beginObject();
                json.key("type").string(entry.type());
                json.key("unit").string(entry.unit());
                json.key("help").string(entry.help());
                json.endObject();
            }
            json.endArray();
        }
        json.endObject();
    }
}
