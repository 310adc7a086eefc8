package io.dunlin.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dunlin.http.endpoint.ApiClient.Answer;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.promql.result.MatrixValue;
import io.dunlin.promql.result.ScalarValue;
import io.dunlin.promql.result.VectorValue;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The calls of Grafana's Prometheus data source, in the order in which a user brings them about. */
@Timeout(30)
class GrafanaCallsTest {
    private static final String START = "1767323000";
    private static final String END = "1767323045";

    private final FixedStorage storage = new FixedStorage()
            .add(0, 1_767_323_045_000L, "__name__", "up", "job", "node", "my.label", "x")
            .add(0, 1_767_323_045_000L, "__name__", "http_requests_total", "job", "node");
    private ApiFixture api;

    @BeforeEach
    void start() throws IOException {
        Labels up = Labels.of("__name__", "up", "job", "node");
        MatrixValue.Series series = new MatrixValue.Series(
                up, new long[] {1_767_323_000_000L}, new double[] {1}, new long[0], new FloatHistogram[0]);
        ScriptedEngine engine = new ScriptedEngine()
                .on("1+1", new ScalarValue(4000, 2))
                .on(
                        "up",
                        call -> new io.dunlin.promql.result.QueryResult(
                                call.step() == 0
                                        ? new VectorValue(call.start(), new Labels[] {up}, new double[] {1}, null)
                                        : new MatrixValue(List.of(series)),
                                List.of(),
                                List.of(),
                                ScriptedEngine.STATISTICS));
        api = new ApiFixture(storage, engine, new PromqlText(ParserOptions.defaults()));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private static JsonNode data(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().get("status").textValue()).isEqualTo("success");
        return answer.data();
    }

    @Test
    void savesAndTestsTheDataSource() {
        JsonNode sum = data(api.post("/api/v1/query", "query", "1+1", "time", "4"));
        assertThat(sum.get("resultType").textValue()).isEqualTo("scalar");
        assertThat(sum.get("result").get(1).textValue()).isEqualTo("2");
        JsonNode build = data(api.get("/api/v1/status/buildinfo"));
        assertThat(build.get("version").textValue()).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(build.has("features")).isFalse();
    }

    @Test
    void opensTheQueryEditor() {
        Answer exemplars =
                api.post("/api/v1/query_exemplars", "query", "test", "start", START + "000", "end", END + "000");
        assertThat(data(exemplars)).isEmpty();
        assertThat(data(api.get("/api/v1/rules")).get("groups")).isEmpty();
        JsonNode metadata = data(api.get("/api/v1/metadata", "limit", "40000"));
        assertThat(metadata.get("b_total").get(0).get("type").textValue()).isEqualTo("counter");
        JsonNode names = data(api.get("/api/v1/label/__name__/values", "start", START, "end", END, "limit", "40000"));
        assertThat(names.toString()).isEqualTo("[\"http_requests_total\",\"up\"]");
    }

    @Test
    void buildsAQuery() {
        JsonNode found = data(api.get(
                "/api/v1/label/__name__/values",
                "match[]",
                "{__name__=~\".*req.*\"}",
                "start",
                START,
                "end",
                END,
                "limit",
                "1000"));
        assertThat(found.toString()).isEqualTo("[\"http_requests_total\"]");
        JsonNode labels = data(api.post(
                "/api/v1/labels", "match[]", "{__name__=\"up\"}", "start", START, "end", END, "limit", "40000"));
        assertThat(labels.toString()).isEqualTo("[\"__name__\",\"job\",\"my.label\"]");
        JsonNode values = data(api.get(
                "/api/v1/label/U__my_2e_label/values",
                "match[]",
                "up{\"my.label\"!=\"\"}",
                "start",
                START,
                "end",
                END));
        assertThat(values.toString()).isEqualTo("[\"x\"]");
        JsonNode series = data(api.post(
                "/api/v1/series", "match[]", "{__name__!=\"\"}", "start", START, "end", END, "limit", "40000"));
        assertThat(series).hasSize(2);
    }

    @Test
    void drawsPanels() {
        Answer range = api.post(
                "/api/v1/query_range",
                "query",
                "up",
                "start",
                "1767323000",
                "end",
                "1767323045",
                "step",
                "15",
                "timeout",
                "30s");
        assertThat(data(range).get("resultType").textValue()).isEqualTo("matrix");
        assertThat(data(range).get("result").get(0).get("values").toString()).isEqualTo("[[1767323000,\"1\"]]");
        Answer instant = api.post("/api/v1/query", "query", "up", "time", "1767323045");
        assertThat(data(instant).get("result").get(0).get("value").toString()).isEqualTo("[1767323045,\"1\"]");
        Answer withStats = api.send(HttpRequest.newBuilder(api.uri("/api/v1/query_range?stats=all&custom=1"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Grafana-Org-Id", "1")
                .header("FromAlert", "true")
                .POST(HttpRequest.BodyPublishers.ofString("query=up&start=1767323000&end=1767323045&step=15")));
        assertThat(data(withStats).has("stats")).isTrue();
    }

    @Test
    void showsErrorsOfAQuery() {
        Answer bad = api.post("/api/v1/query_range", "query", "up{", "start", START, "end", END, "step", "15");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.json().get("errorType").textValue()).isEqualTo("bad_data");
    }

    @Test
    void opensTheAlertingPage() {
        assertThat(data(api.get("/api/v1/rules", "file", "f", "file[]", "f")).get("groups"))
                .isEmpty();
        assertThat(data(api.get("/api/v1/alerts")).get("alerts")).isEmpty();
    }
}
