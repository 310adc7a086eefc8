package io.dunlin.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real Prometheus writes what it scrapes into the real jar; both must answer the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealPrometheusIT {
    private static final double AGGREGATE_TOLERANCE = 1e-9;
    private static final int RANGE_SECONDS = 12;

    private PrometheusFixture fixture;
    private double time;

    @BeforeAll
    void ingest(@TempDir Path directory) {
        fixture = new PrometheusFixture(directory);
        fixture.awaitScrapes(25);
        time = fixture.settledTime();
    }

    @AfterAll
    void stop() {
        if (fixture != null) {
            fixture.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up",
                "node_cpu_seconds_total",
                "demo_value",
                "rate(node_cpu_seconds_total[1m])",
                "rate(node_network_receive_bytes_total[15s])",
                "increase(demo_resets_total[15s])",
                "irate(demo_resets_total[15s])",
                "resets(demo_resets_total[15s])",
                "changes(demo_value[15s])",
                "delta(node_load1[15s])",
                "max_over_time(node_memory_MemFree_bytes[15s])",
                "count_over_time(up[10s])",
                "topk(3, node_cpu_seconds_total)",
                "bottomk(2, node_filesystem_size_bytes)",
                "node_memory_MemFree_bytes / node_memory_MemTotal_bytes",
                "node_cpu_seconds_total / on (instance) group_left node_memory_MemTotal_bytes",
                "node_filesystem_avail_bytes / ignoring (fstype) node_filesystem_size_bytes",
                "demo_seconds_sum / on (path) demo_seconds_count",
                "node_load1 > bool 0.5",
                "node_cpu_seconds_total{mode=~\"idle|user\",cpu!=\"1\"} unless on (mode) node_cpu_seconds_total{mode=\"user\"}",
                "demo_value{kind!~\"n.*\"} or up",
                "-demo_value * 2 ^ 3 % 7",
                "label_replace(up, \"short\", \"$1\", \"job\", \"(..).*\")",
                "abs(demo_value offset 3s)",
                "time() - timestamp(up)"
            })
    void answersEachSeriesToTheLastDigit(String query) {
        Answers.requireSame(
                query, fixture.prometheus().query(query, time), fixture.dunlin().query(query, time));
        double start = time - RANGE_SECONDS;
        Answers.requireSame(
                query,
                fixture.prometheus().queryRange(query, start, time, 1),
                fixture.dunlin().queryRange(query, start, time, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum by (mode) (rate(node_cpu_seconds_total[1m]))",
                "sum without (cpu) (node_cpu_seconds_total)",
                "avg(node_cpu_seconds_total)",
                "avg_over_time(node_memory_MemFree_bytes[15s])",
                "stddev by (job) ({__name__=~\"node_memory_.*_bytes\"})",
                "count by (job) ({job!=\"\"})",
                "quantile(0.9, node_cpu_seconds_total)",
                "histogram_quantile(0.9, sum by (le) (rate(demo_seconds_bucket[5m])))",
                "histogram_quantile(0.5, rate(demo_seconds_bucket[10s]))",
                "histogram_quantile(0.9, sum by (le) (rate(prometheus_http_request_duration_seconds_bucket[10s])))",
                "max_over_time(sum(rate(node_cpu_seconds_total[5s]))[10s:2s])"
            })
    void answersAggregatesWithinRounding(String query) {
        Answers.requireClose(
                query,
                fixture.prometheus().query(query, time),
                fixture.dunlin().query(query, time),
                AGGREGATE_TOLERANCE);
    }

    @Test
    void answersTheHealthCheckOfGrafana() {
        JsonNode data = fixture.dunlin()
                .post("/api/v1/query", "query", "1+1", "time", "4")
                .data();

        assertThat(data).hasToString("{\"resultType\":\"scalar\",\"result\":[4,\"2\"]}");
        JsonNode build = fixture.dunlin().get("/api/v1/status/buildinfo").data();
        assertThat(build.path("version").asText()).matches("[0-9]+\\.[0-9]+\\.[0-9]+");
        assertThat(build.has("features")).as("Grafana would take it for Mimir").isFalse();
    }

    @Test
    void answersTheSameLabelsValuesAndSeries() {
        String start = Double.toString(time - RANGE_SECONDS);
        String end = Double.toString(time);
        sameLists("/api/v1/labels", "start", start, "end", end, "match[]", "{job=\"demo\"}");
        sameLists("/api/v1/labels", "start", start, "end", end, "limit", "40000");
        sameLists("/api/v1/label/__name__/values", "start", start, "end", end);
        sameLists("/api/v1/label/mode/values", "start", start, "end", end, "match[]", "node_cpu_seconds_total");
        sameLists("/api/v1/label/job/values", "match[]", "{__name__=~\".*up.*\"}");
        sameLists("/api/v1/series", "start", start, "end", end, "match[]", "{job=~\"demo|node\"}");
        JsonNode posted = fixture.dunlin()
                .post("/api/v1/series", "match[]", "up", "start", start, "end", end)
                .data();
        assertThat(posted).hasSize(3);
    }

    private void sameLists(String path, String... parameters) {
        assertThat(elements(fixture.dunlin().get(path, parameters).data()))
                .as(path)
                .isNotEmpty()
                .isEqualTo(elements(fixture.prometheus().get(path, parameters).data()));
    }

    private static Set<String> elements(JsonNode list) {
        Set<String> elements = new TreeSet<>();
        list.forEach(element -> elements.add(element.toString()));
        return elements;
    }

    @Test
    void knowsTheMetadataThatPrometheusSends() {
        JsonNode expected = fixture.prometheus()
                .get("/api/v1/metadata", "metric", "node_cpu_seconds_total")
                .data();

        assertThat(expected).isNotEmpty();
        assertThat(fixture.dunlin()
                        .get("/api/v1/metadata", "metric", "node_cpu_seconds_total")
                        .data())
                .isEqualTo(expected);
        assertThat(fixture.dunlin()
                        .get("/api/v1/metadata", "limit", "40000")
                        .data()
                        .size())
                .isGreaterThan(100);
    }

    @Test
    void answersWhatGrafanaAsksAndIsEmpty() {
        // Grafana sends milliseconds here.
        String millis = Long.toString((long) (time * 1e3));
        JsonNode exemplars = fixture.dunlin()
                .post("/api/v1/query_exemplars", "query", "test", "start", millis, "end", millis)
                .data();

        assertThat(exemplars).hasToString("[]");
        assertThat(fixture.dunlin().get("/api/v1/rules").data()).hasToString("{\"groups\":[]}");
    }

    @Test
    void saysWhatIsWrongWithAQuery() {
        ApiClient.Answer answer = fixture.dunlin().post("/api/v1/query", "query", "sum(rate(x[5m])");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("errorType").asText()).isEqualTo("bad_data");
        assertThat(answer.json().path("error").asText())
                .isEqualTo(fixture.prometheus()
                        .post("/api/v1/query", "query", "sum(rate(x[5m])")
                        .json()
                        .path("error")
                        .asText());
    }

    @Test
    void showsTheMetricsThatClientsRelyOn() {
        String page = fixture.dunlin().get("/metrics").body();

        assertThat(page)
                .contains("prometheus_tsdb_lowest_timestamp_seconds 1", "dunlin_remote_write_samples_total ")
                .contains("dunlin_remote_write_failed_requests_total 0\n");
    }
}
