package io.dunlin.server.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dunlin.server.differential.Answer.Bucket;
import io.dunlin.server.differential.Answer.Histogram;
import io.dunlin.server.differential.Answer.Point;
import io.dunlin.server.differential.Answer.Series;
import io.dunlin.tsdb.model.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON of Prometheus's query endpoints. */
final class ReferenceAnswers {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ReferenceAnswers() {}

    static Answer read(byte[] body) {
        JsonNode root;
        try {
            root = MAPPER.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!root.path("status").asText().equals("success")) {
            return Answer.error(
                    root.path("errorType").asText(), root.path("error").asText());
        }
        JsonNode data = root.path("data");
        String type = data.path("resultType").asText();
        JsonNode result = data.path("result");
        List<Series> series = new ArrayList<>();
        String text = "";
        if (type.equals("scalar")) {
            series.add(new Series(Labels.empty(), List.of(value(result))));
        } else if (type.equals("string")) {
            text = result.get(1).asText();
        } else {
            result.forEach(one -> series.add(series(one)));
        }
        return new Answer(type, series, text, "", strings(root.path("warnings")), strings(root.path("infos")));
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(one -> strings.add(one.asText()));
        return strings;
    }

    private static Series series(JsonNode one) {
        Map<String, String> labels = new HashMap<>();
        one.path("metric")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        List<Point> points = new ArrayList<>();
        if (one.has("value")) {
            points.add(value(one.get("value")));
        }
        if (one.has("histogram")) {
            points.add(histogram(one.get("histogram")));
        }
        one.path("values").forEach(pair -> points.add(value(pair)));
        one.path("histograms").forEach(pair -> points.add(histogram(pair)));
        points.sort(Comparator.comparing(Point::time));
        return new Series(Labels.of(labels), points);
    }

    private static Point value(JsonNode pair) {
        return new Point(time(pair), number(pair.get(1)), null);
    }

    private static Point histogram(JsonNode pair) {
        JsonNode histogram = pair.get(1);
        List<Bucket> buckets = new ArrayList<>();
        histogram
                .path("buckets")
                .forEach(bucket ->
                        buckets.add(new Bucket(number(bucket.get(1)), number(bucket.get(2)), number(bucket.get(3)))));
        return new Point(
                time(pair), 0, new Histogram(number(histogram.get("count")), number(histogram.get("sum")), buckets));
    }

    private static long time(JsonNode pair) {
        return Math.round(pair.get(0).asDouble() * 1000);
    }

    private static double number(JsonNode text) {
        return switch (text.asText()) {
            case "NaN" -> Double.NaN;
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text.asText());
        };
    }
}
