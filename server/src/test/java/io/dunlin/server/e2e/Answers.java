package io.dunlin.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** Compares answers of two servers, series by series. */
final class Answers {
    private Answers() {}

    /** Requires the same series with the same values to the last digit: times as numbers, values as text. */
    static void requireSame(String query, JsonNode expected, JsonNode actual) {
        assertThat(bySeries(actual)).as(query).isEqualTo(bySeries(expected));
        assertThat(expected.size())
                .as(query + ": series that Prometheus answers")
                .isPositive();
    }

    /** Requires the same series with values that differ by at most {@code tolerance} of the value. */
    static void requireClose(String query, JsonNode expected, JsonNode actual, double tolerance) {
        Map<String, JsonNode> wanted = bySeries(expected);
        Map<String, JsonNode> found = bySeries(actual);
        assertThat(found.keySet()).as(query).isEqualTo(wanted.keySet());
        assertThat(wanted).as(query + ": series that Prometheus answers").isNotEmpty();
        wanted.forEach((series, values) -> {
            JsonNode other = found.get(series);
            assertThat(other.size()).as(query + series).isEqualTo(values.size());
            for (int i = 0; i < values.size(); i++) {
                assertThat(other.get(i).get(0))
                        .as(query + series)
                        .isEqualTo(values.get(i).get(0));
                double want = number(values.get(i).get(1));
                double have = number(other.get(i).get(1));
                assertThat(isClose(want, have, tolerance))
                        .as(query + series + " at " + values.get(i).get(0) + ": " + want + " and " + have)
                        .isTrue();
            }
        });
    }

    private static boolean isClose(double want, double have, double tolerance) {
        return Double.compare(want, have) == 0 || Math.abs(want - have) <= tolerance * Math.abs(want);
    }

    private static double number(JsonNode text) {
        return switch (text.asText()) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text.asText());
        };
    }

    /** Returns the samples of each series of a vector or matrix, keyed by its labels in label order. */
    private static Map<String, JsonNode> bySeries(JsonNode result) {
        Map<String, JsonNode> series = new TreeMap<>();
        for (JsonNode element : result) {
            Map<String, String> labels = new TreeMap<>();
            element.path("metric")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            JsonNode samples = element.has("values")
                    ? element.get("values")
                    : com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                            .arrayNode()
                            .add(element.get("value"));
            series.put(labels.toString(), samples);
        }
        return series;
    }
}
