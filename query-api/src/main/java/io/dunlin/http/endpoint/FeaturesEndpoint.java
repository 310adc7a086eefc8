package io.dunlin.http.endpoint;

import io.dunlin.http.Endpoint;
import io.dunlin.http.Request;
import io.dunlin.http.Response;
import io.dunlin.http.json.JsonWriter;
import io.dunlin.promql.function.AggregationOp;
import io.dunlin.promql.function.BinaryOp;
import io.dunlin.promql.function.FunctionFlag;
import io.dunlin.promql.function.PromqlFeature;
import io.dunlin.promql.function.PromqlFunction;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code /features}: what this server can do and what of it is on, under Prometheus's names. What Prometheus has and Dunlin
 * has not is absent, which clients read as off.
 */
final class FeaturesEndpoint implements Endpoint {
    private static final List<String> ALWAYS_ON = List.of(
            "at_modifier",
            "bool",
            "by",
            "group_left",
            "group_right",
            "ignoring",
            "negative_offset",
            "offset",
            "on",
            "per_query_lookback_delta",
            "subqueries",
            "without");
    private static final List<String> MATCH_OPERATORS = List.of("=~", "!~", "@");

    private final Map<String, Map<String, Boolean>> features = new TreeMap<>();

    FeaturesEndpoint(QueryLanguage language, boolean admin) {
        features.put(
                "api",
                new TreeMap<>(Map.of(
                        "admin", admin,
                        "label_values_match", true,
                        "lifecycle", false,
                        "query_warnings", true,
                        "remote_write_receiver", true,
                        "time_range_labels", true,
                        "time_range_series", true)));
        features.put("promql", promql(language));
        features.put("promql_functions", functions(language.features().contains(PromqlFeature.EXPERIMENTAL_FUNCTIONS)));
        features.put("promql_operators", operators(language.features().contains(PromqlFeature.EXPERIMENTAL_FUNCTIONS)));
        features.put("prometheus", new TreeMap<>(Map.of("agent_mode", false, "server_mode", true)));
        features.put(
                "tsdb", new TreeMap<>(Map.of("exemplar_storage", true, "isolation", true, "native_histograms", true)));
    }

    private static Map<String, Boolean> promql(QueryLanguage language) {
        Map<String, Boolean> promql = new TreeMap<>();
        ALWAYS_ON.forEach(name -> promql.put(name, true));
        boolean extended = language.features().contains(PromqlFeature.EXTENDED_RANGE_SELECTORS);
        boolean fill = language.features().contains(PromqlFeature.BINOP_FILL_MODIFIERS);
        promql.put("anchored", extended);
        promql.put("smoothed", extended);
        promql.put("duration_expr", language.features().contains(PromqlFeature.DURATION_EXPRESSIONS));
        promql.put("fill", fill);
        promql.put("fill_left", fill);
        promql.put("fill_right", fill);
        return promql;
    }

    private static Map<String, Boolean> functions(boolean experimental) {
        Map<String, Boolean> functions = new TreeMap<>();
        for (PromqlFunction function : PromqlFunction.values()) {
            functions.put(function.promqlName(), experimental || !function.has(FunctionFlag.EXPERIMENTAL));
        }
        return functions;
    }

    private static Map<String, Boolean> operators(boolean experimental) {
        Map<String, Boolean> operators = new TreeMap<>();
        MATCH_OPERATORS.forEach(symbol -> operators.put(symbol, true));
        for (BinaryOp operator : BinaryOp.values()) {
            operators.put(operator.symbol(), true);
        }
        for (AggregationOp operator : AggregationOp.values()) {
            operators.put(operator.promqlName(), experimental || !operator.isExperimental());
        }
        return operators;
    }

    @Override
    public void handle(Request request, Response response) throws IOException {
        Envelope.write(response, out -> {
            JsonWriter json = out.json().beginObject();
            for (Map.Entry<String, Map<String, Boolean>> category : features.entrySet()) {
                json.key(category.getKey()).beginObject();
                for (Map.Entry<String, Boolean> feature : category.getValue().entrySet()) {
                    json.key(feature.getKey()).bool(feature.getValue());
                }
                json.endObject();
            }
            json.endObject();
        });
    }
}
