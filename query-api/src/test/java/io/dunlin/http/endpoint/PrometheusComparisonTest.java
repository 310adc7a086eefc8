package io.dunlin.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.dunlin.http.endpoint.ApiClient.Answer;
import io.dunlin.promql.engine.EngineOptions;
import io.dunlin.promql.engine.PromqlEngine;
import io.dunlin.promql.number.GoFloatFormat;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.TsdbOptions;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Asks a real Prometheus and this server the same, over the same samples, and wants the same status and the same JSON, to
 * the last digit. Samples lie at 137 ms past the second, so that none is on the edge of a window, which Prometheus has
 * moved since 2.42. The order of series is not compared: Prometheus promises
 * none. Neither are the few messages that have other words since 2.42.
 */
@Timeout(120)
class PrometheusComparisonTest {
    private static final int SAMPLES = 80;
    private static final long INTERVAL = 15_000;

    @TempDir
    private static Path directory;

    private static long base;
    private static RealPrometheus prometheus;
    private static Tsdb tsdb;
    private static PromqlEngine engine;
    private static ApiFixture dunlin;
    private static ApiClient reference;

    private interface Values {
        double at(int i);
    }

    private static Map<Labels, Values> series() {
        Map<Labels, Values> series = new LinkedHashMap<>();
        series.put(Labels.of("__name__", "odd", "kind", "tiny"), i -> 1e-7 * (i + 1));
        series.put(Labels.of("__name__", "odd", "kind", "nan"), i -> Double.NaN);
        series.put(Labels.of("__name__", "odd", "kind", "inf"), i -> Double.POSITIVE_INFINITY);
        series.put(Labels.of("__name__", "odd", "kind", "-inf"), i -> Double.NEGATIVE_INFINITY);
        series.put(Labels.of("__name__", "odd", "kind", "big"), i -> 2e23);
        series.put(Labels.of("__name__", "odd", "kind", "e21"), i -> 1e21 - i * 1e18);
        series.put(Labels.of("__name__", "odd", "kind", "-0"), i -> -0.0);
        series.put(Labels.of("__name__", "odd", "kind", "least"), i -> Double.MIN_VALUE * i);
        series.put(Labels.of("__name__", "odd", "kind", "third"), i -> (i + 1) / 3.0);
        series.put(Labels.of("__name__", "requests_total", "job", "a<b>&\"c\"", "instance", "é"), i -> 3.0 * i);
        series.put(Labels.of("__name__", "requests_total", "job", "b", "instance", "2"), i -> i < 40 ? 7.5 * i : i);
        series.put(Labels.of("__name__", "temperature", "gpu", "0"), i -> 60 + Math.sin(i));
        return series;
    }

    @BeforeAll
    static void start() throws Exception {
        long hour = 3_600_000;
        base = InstantSource.system().millis() / hour * hour - 3 * hour;
        prometheus = RealPrometheus.start(directory, openMetrics());
        tsdb = Tsdb.open(directory.resolve("dunlin"), TsdbOptions.DEFAULT);
        try (Appender appender = tsdb.appender()) {
            series().forEach((labels, values) -> {
                long reference = appender.series(labels);
                for (int i = 0; i < SAMPLES; i++) {
                    appender.append(reference, time(i), values.at(i));
                }
            });
            appender.commit();
        }
        engine = new PromqlEngine(EngineOptions.defaults());
        dunlin = new ApiFixture(tsdb, engine, new PromqlText(ParserOptions.defaults()));
        reference = new ApiClient(prometheus.port());
    }

    private static long time(int i) {
        return base + i * INTERVAL + 137;
    }

    private static String openMetrics() {
        StringBuilder text = new StringBuilder();
        series().forEach((labels, values) -> {
            for (int i = 0; i < SAMPLES; i++) {
                String pairs = labels.withoutMetricName().toString().replace(", ", ",");
                text.append(labels.metricName()).append(pairs).append(' ');
                text.append(GoFloatFormat.sample(values.at(i))).append(' ');
                text.append(BigDecimal.valueOf(time(i), 3).toPlainString()).append('\n');
            }
        });
        return text.append("# EOF\n").toString();
    }

    @AfterAll
    static void stop() throws Exception {
        if (dunlin != null) {
            dunlin.close();
            engine.close();
            tsdb.close();
        }
        if (prometheus != null) {
            prometheus.close();
        }
    }

    private static String seconds(int i) {
        return Long.toString((base + i * INTERVAL) / 1000);
    }

    private static void assertSame(String path, String... pairs) {
        assertSame(dunlin.get(path, pairs), reference.get(path, pairs));
        assertSame(dunlin.post(path, pairs), reference.post(path, pairs));
    }

    private static void assertSame(Answer ours, Answer theirs) {
        assertThat(ours.status()).as(ours.body()).isEqualTo(theirs.status());
        assertThat(ours.contentType()).isEqualTo(theirs.contentType());
        boolean json = theirs.contentType().equals("application/json");
        assertThat(json ? sorted(ours.json()) : ours.body()).isEqualTo(json ? sorted(theirs.json()) : theirs.body());
    }

    /** Puts vectors and lists of series into one order. */
    private static JsonNode sorted(JsonNode answer) {
        JsonNode data = answer.path("data");
        if (data.path("resultType").asText("").equals("vector")) {
            sort((ArrayNode) data.get("result"));
        } else if (data.isArray()) {
            sort((ArrayNode) data);
        }
        return answer;
    }

    private static void sort(ArrayNode series) {
        List<JsonNode> sorted = new ArrayList<>();
        series.forEach(sorted::add);
        sorted.sort(Comparator.comparing(JsonNode::toString));
        series.removeAll().addAll(sorted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "odd",
                "requests_total",
                "{job=~\".+\"}",
                "temperature[2m]",
                "odd[1m]",
                "rate(requests_total[5m])",
                "increase(requests_total{job=\"b\"}[10m])",
                "avg_over_time(temperature[3m])",
                "max(temperature) by (gpu)",
                "topk(1, requests_total)",
                "requests_total > 100",
                "temperature - on (gpu) temperature offset 1m",
                "1e-7",
                "1/3",
                "vector(1e-7)",
                "vector(1e21)",
                "-1e20",
                "scalar(odd)",
                "\"a <string> with \\\" and é\"",
                "time()",
                "nothing",
                "absent(nothing{a=\"b\"})",
            })
    void instantQueries(String query) {
        assertSame("/api/v1/query", "query", query, "time", seconds(60));
        assertSame("/api/v1/query", "query", query, "time", seconds(60) + ".5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "odd",
                "requests_total",
                "rate(requests_total[1m])",
                "1e-7",
                "time()",
                "temperature and temperature > 60",
                "nothing"
            })
    void rangeQueries(String query) {
        assertSame("/api/v1/query_range", "query", query, "start", seconds(-20), "end", seconds(120), "step", "37");
        assertSame(
                "/api/v1/query_range", "query", query, "start", seconds(10) + ".25", "end", seconds(20), "step", "0.5");
        assertSame("/api/v1/query_range", "query", query, "start", seconds(50), "end", seconds(50), "step", "1h");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/query?query=up&timeout=x",
                "/api/v1/query?query=up{",
                "/api/v1/query?query=sum(1)",
                "/api/v1/query?query=foo%20bar",
                "/api/v1/query?query=rate(up)",
                "/api/v1/query_range?query=up&start=0",
                "/api/v1/query_range?query=up&start=0&end=x&step=1",
                "/api/v1/query_range?query=up&start=2&end=1&step=1",
                "/api/v1/query_range?query=up&start=0&end=1&step=0",
                "/api/v1/query_range?query=up&start=0&end=1&step=1e30",
                "/api/v1/query_range?query=up&start=0&end=11001&step=1",
                "/api/v1/query_exemplars?query=up&start=2&end=1",
                "/api/v1/query_exemplars?query=up",
                "/api/v1/query_exemplars?query=test&start=1767323045678&end=1767323105678",
                "/api/v1/query_exemplars?query=1",
                "/api/v1/labels",
                "/api/v1/labels?match[]=odd",
                "/api/v1/labels?match[]=odd&match[]=temperature",
                "/api/v1/labels?match[]={job=~\".*\"}",
                "/api/v1/labels?match[]={",
                "/api/v1/labels?start=1&end=2",
                "/api/v1/label/kind/values?start=1&end=2",
                "/api/v1/label/kind/values",
                "/api/v1/label/job/values?match[]=requests_total{instance=\"2\"}",
                "/api/v1/label/__name__/values?match[]={__name__=~\".*t.*\"}",
                "/api/v1/label/none/values",
                "/api/v1/series",
                "/api/v1/series?match[]=requests_total",
                "/api/v1/series?match[]=odd&match[]={kind=\"nan\"}&match[]=temperature",
                "/api/v1/series?match[]=none",
                "/api/v1/series?match[]={a=\"\"}",
                "/api/v1/series?match[]=odd&start=1&end=2",
                "/api/v1/format_query?query=sum(odd)by(kind)",
                "/api/v1/format_query?query=foo%20bar",
                "/api/v1/rules",
                "/api/v1/rules?type=x",
                "/api/v1/alerts",
                "/api/v1/unknown",
            })
    void otherAnswers(String target) {
        String path = target.replace("%s", seconds(60))
                .replace("\"", "%22")
                .replace("{", "%7B")
                .replace("}", "%7D");
        Answer ours = dunlin.get(path);
        assertSame(ours, reference.get(path));
    }
}
