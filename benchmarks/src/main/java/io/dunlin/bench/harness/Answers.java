package io.dunlin.bench.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** Compares query results: the same series, the same times, and values within a relative tolerance. */
public final class Answers {
    private Answers() {}

    /** Returns null where two results are the same, else what differs first. */
    public static String difference(JsonNode expected, JsonNode actual, double tolerance) {
        Map<String, Map<String, String>> left = points(expected);
        Map<String, Map<String, String>> right = points(actual);
        if (!left.keySet().equals(right.keySet())) {
            return "series differ: expected=" + shorten(left.keySet()) + " actual=" + shorten(right.keySet());
        }
        for (Map.Entry<String, Map<String, String>> series : left.entrySet()) {
            String words = pointDifference(series.getValue(), right.get(series.getKey()), tolerance);
            if (words != null) {
                return "series=" + series.getKey() + " " + words;
            }
        }
        return null;
    }

    /** Returns whether a result has no point at all, so that its speed would say nothing. */
    public static boolean isEmpty(JsonNode data) {
        return points(data).values().stream().allMatch(Map::isEmpty);
    }

    private static String shorten(Object names) {
        String text = names.toString();
        return text.length() > 500 ? text.substring(0, 500) + "…" : text;
    }

    private static String pointDifference(Map<String, String> left, Map<String, String> right, double tolerance) {
        if (!left.keySet().equals(right.keySet())) {
            return "times differ: expected=" + shorten(left.keySet()) + " actual=" + shorten(right.keySet());
        }
        for (Map.Entry<String, String> point : left.entrySet()) {
            double a = number(point.getValue());
            double b = number(right.get(point.getKey()));
            boolean same =
                    Double.compare(a, b) == 0 || Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
            if (!same) {
                return "time=" + point.getKey() + " expected=" + a + " actual=" + b;
            }
        }
        return null;
    }

    private static double number(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static Map<String, Map<String, String>> points(JsonNode data) {
        Map<String, Map<String, String>> all = new TreeMap<>();
        for (JsonNode series : data.get("result")) {
            Map<String, String> labels = new TreeMap<>();
            series.get("metric")
                    .properties()
                    .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
            Map<String, String> points = all.computeIfAbsent(labels.toString(), key -> new TreeMap<>());
            if (series.has("value")) {
                points.put(
                        series.get("value").get(0).asText(),
                        series.get("value").get(1).asText());
            } else {
                series.get("values")
                        .forEach(p -> points.put(p.get(0).asText(), p.get(1).asText()));
            }
        }
        return all;
    }
}
