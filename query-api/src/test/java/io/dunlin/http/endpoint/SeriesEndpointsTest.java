package io.dunlin.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.http.endpoint.ApiClient.Answer;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.Labels;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class SeriesEndpointsTest {
    private static final String LABELS = "/api/v1/labels";
    private static final String SERIES = "/api/v1/series";
    private static final String EXEMPLARS = "/api/v1/query_exemplars";

    private final FixedStorage storage = new FixedStorage()
            .add(0, 10_000, "__name__", "up", "job", "node", "instance", "b")
            .exemplar(new Exemplar(Labels.of("trace_id", "t"), 1e-7, 1234))
            .add(0, 10_000, "__name__", "up", "job", "gpu", "instance", "a", "my.name", "ü/x")
            .add(20_000, 30_000, "__name__", "late", "job", "node", "zone", "z");
    private ApiFixture api;

    @BeforeEach
    void start() throws IOException {
        api = new ApiFixture(storage, new ScriptedEngine(), new PromqlText(ParserOptions.defaults()));
    }

    @AfterEach
    void stop() {
        api.close();
        assertThat(storage.openViews()).isZero();
    }

    private static void assertData(Answer answer, String data) {
        assertThat(answer.body()).isEqualTo("{\"status\":\"success\",\"data\":" + data.replace('\'', '"') + "}");
    }

    private static void assertBad(Answer answer, String message) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errorType").textValue()).isEqualTo("bad_data");
        assertThat(answer.json().get("error").textValue()).isEqualTo(message);
    }

    @Test
    void listsLabelNames() {
        assertData(api.get(LABELS), "['__name__','instance','job','my.name','zone']");
        assertData(api.post(LABELS, "match[]", "late"), "['__name__','job','zone']");
        assertData(api.get(LABELS, "start", "0", "end", "15"), "['__name__','instance','job','my.name']");
        assertData(
                api.get(LABELS, "match[]", "late", "match[]", "up{job=\"node\"}"),
                "['__name__','instance','job','zone']");
        assertData(api.get(LABELS, "match[]", "nothing"), "[]");
    }

    @Test
    void limitsLabelNames() {
        assertThat(api.get(LABELS, "limit", "2").body())
                .isEqualTo("{\"status\":\"success\",\"data\":[\"__name__\",\"instance\"],"
                        + "\"warnings\":[\"results truncated due to limit\"]}");
        assertThat(api.get(LABELS, "limit", "5").json().has("warnings")).isFalse();
        assertThat(api.get(LABELS, "limit", "0").data()).hasSize(5);
        Answer joined = api.get(LABELS, "limit", "2", "match[]", "late", "match[]", "up");
        assertThat(joined.data()).hasSize(2);
        assertThat(joined.json().has("warnings")).isTrue();
    }

    @Test
    void listsLabelValues() {
        assertData(api.get("/api/v1/label/job/values"), "['gpu','node']");
        assertData(api.get("/api/v1/label/job/values", "match[]", "late"), "['node']");
        assertData(api.get("/api/v1/label/job/values", "start", "19", "limit", "40000"), "['node']");
        assertData(api.get("/api/v1/label/nothing/values"), "[]");
        assertData(api.get("/api/v1/label/U__my_2e_name/values"), "['ü/x']");
        assertData(api.get("/api/v1/label/my.name/values"), "['ü/x']");
        assertData(api.get("/api/v1/label/U___name__/values"), "[]");
        assertThat(api.post("/api/v1/label/job/values").status()).isEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource({
        "U__a__b, a_b",
        "U__my_2e_name, my.name",
        "U__caf_e9_, café",
        "U___1F600_, 😀",
        "U__, ''",
        "plain, plain",
        "U__broken_2e, U__broken_2e",
        "U__a_, U__a_",
        "U__bad_xy_z, U__bad_xy_z",
        "U__long_0000041_, U__long_0000041_",
        "U__surrogate_d800_, U__surrogate_d800_",
        "U__beyond_110000_, U__beyond_110000_",
    })
    void unescapesNames(String escaped, String name) {
        assertThat(EscapedName.unescape(escaped)).isEqualTo(name);
    }

    @Test
    void refusesEmptyLabelNames() {
        assertBad(api.get("/api/v1/label/U__/values"), "invalid label name: \"\"");
    }

    @Test
    void listsSeries() {
        assertData(
                api.get(SERIES, "match[]", "up{job=\"gpu\"}"),
                "[{'__name__':'up','instance':'a','job':'gpu','my.name':'ü/x'}]");
        Answer all = api.post(SERIES, "match[]", "{__name__!=\"\"}");
        assertThat(all.data()).hasSize(3);
        assertThat(api.get(SERIES, "match[]", "up", "start", "15").data()).isEmpty();
    }

    @Test
    void joinsSeriesOfSeveralSelectorsOnce() {
        assertData(
                api.get(SERIES, "match[]", "up{instance=\"b\"}", "match[]", "{job=\"node\"}"),
                "[{'__name__':'late','job':'node','zone':'z'},{'__name__':'up','instance':'b','job':'node'}]");
    }

    @Test
    void limitsSeries() {
        Answer one = api.get(SERIES, "match[]", "{__name__!=\"\"}", "limit", "2");
        assertThat(one.data()).hasSize(2);
        assertThat(one.body()).endsWith("\"warnings\":[\"results truncated due to limit\"]}");
        Answer joined = api.get(SERIES, "match[]", "up", "match[]", "late", "limit", "2");
        assertThat(joined.data()).hasSize(2);
        assertThat(joined.json().has("warnings")).isTrue();
        assertThat(api.get(SERIES, "match[]", "up", "limit", "2").json().has("warnings"))
                .isFalse();
    }

    @Test
    void refusesSelectorsThatAreMissingWrongOrOfEverything() {
        assertBad(api.get(SERIES), "no match[] parameter provided");
        assertBad(
                api.get(SERIES, "match[]", "{job=~\".*\"}"),
                "invalid parameter \"match[]\": match[] must contain at least one non-empty matcher");
        assertBad(api.get(LABELS, "match[]", "{job=\"\"}"), "match[] must contain at least one non-empty matcher");
        assertBad(api.get(LABELS, "match[]", "a b"), "1:3: parse error: unexpected identifier \"b\"");
        assertBad(
                api.get(LABELS, "start", "x"),
                "invalid parameter \"start\": invalid time value for 'start': cannot parse \"x\" to a valid timestamp");
    }

    @Test
    void listsExemplars() {
        assertData(
                api.post(EXEMPLARS, "query", "up", "start", "0", "end", "10"),
                "[{'seriesLabels':{'__name__':'up','instance':'b','job':'node'},"
                        + "'exemplars':[{'labels':{'trace_id':'t'},'value':'1e-07','timestamp':1.234}]}]");
        assertData(api.get(EXEMPLARS, "query", "test", "start", "1767323045678", "end", "1767323105678"), "[]");
    }

    @Test
    void hasNoExemplarsForAnExpressionWithoutSeries() {
        Answer answer = api.get(EXEMPLARS, "query", "1");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertBad(
                api.get(EXEMPLARS, "query", "up", "start", "2", "end", "1"),
                "end timestamp must not be before start timestamp");
        assertBad(api.get(EXEMPLARS, "query", "a b"), "1:3: parse error: unexpected identifier \"b\"");
    }

    @Test
    void reportsABrokenStorageAsInternal() {
        storage.breakDown();
        assertThat(api.get(LABELS).status()).isEqualTo(500);
        assertThat(api.get(SERIES, "match[]", "up").json().get("errorType").textValue())
                .isEqualTo("internal");
    }
}
