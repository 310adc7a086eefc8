package io.dunlin.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dunlin.http.Readiness;
import io.dunlin.http.endpoint.ApiClient.Answer;
import io.dunlin.promql.parser.ParserOptions;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class StatusEndpointsTest {
    private static final String METADATA = "/api/v1/metadata";
    private ApiFixture api;

    @BeforeEach
    void start() throws IOException {
        api = new ApiFixture(new FixedStorage(), new ScriptedEngine(), new PromqlText(ParserOptions.defaults()));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private static void assertData(Answer answer, String data) {
        assertThat(answer.body()).isEqualTo("{\"status\":\"success\",\"data\":" + data.replace('\'', '"') + "}");
    }

    @Test
    void listsMetadata() {
        String seconds = "'a_seconds':[{'type':'histogram','unit':'seconds','help':'Time of a.'},"
                + "{'type':'gauge','unit':'','help':''}]";
        String first = "'a_seconds':[{'type':'histogram','unit':'seconds','help':'Time of a.'}]";
        String total = "'b_total':[{'type':'counter','unit':'','help':'Count of b.'}]";
        assertData(api.get(METADATA), "{" + seconds + "," + total + "}");
        assertData(api.get(METADATA, "limit", "40000"), "{" + seconds + "," + total + "}");
        assertData(api.get(METADATA, "limit", "-1", "limit_per_metric", "0"), "{" + seconds + "," + total + "}");
        assertData(api.get(METADATA, "limit", "1"), "{" + seconds + "}");
        assertData(api.get(METADATA, "limit", "0"), "{}");
        assertData(api.get(METADATA, "limit_per_metric", "1"), "{" + first + "," + total + "}");
        assertData(api.get(METADATA, "metric", "b_total"), "{" + total + "}");
        assertData(api.get(METADATA, "metric", "unknown"), "{}");
        assertThat(api.get(METADATA, "limit", "x").json().get("error").textValue())
                .isEqualTo("limit must be a number");
        assertThat(api.get(METADATA, "limit_per_metric", "x")
                        .json()
                        .get("error")
                        .textValue())
                .isEqualTo("limit_per_metric must be a number");
    }

    @Test
    void hasNoRulesAndNoAlerts() {
        assertData(api.get("/api/v1/rules"), "{'groups':[]}");
        assertData(
                api.get("/api/v1/rules", "type", "Alert", "exclude_alerts", "TRUE", "file[]", "f", "group_limit", "9"),
                "{'groups':[]}");
        assertData(api.get("/api/v1/alerts"), "{'alerts':[]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            type=x           | invalid parameter "type": not supported value "x"
            exclude_alerts=x | invalid parameter "exclude_alerts": error converting exclude_alerts: strconv.ParseBool: parsing "x": invalid syntax
            group_limit=0    | invalid parameter "group_limit": group_limit needs to be greater than 0
            group_next_token=x | invalid parameter "group_next_token": group_limit needs to be present in order to paginate over the groups
            match[]={}       | match[] must contain at least one non-empty matcher
            """)
    void refusesBadQuestionsForRules(String parameter, String message) {
        String[] pair = parameter.split("=");
        Answer answer = api.get("/api/v1/rules", pair[0], pair[1]);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("error").textValue()).isEqualTo(message);
    }

    @Test
    void tellsWhichLabelsMakeTheHeadLarge() {
        String head = "'headStats':{'numSeries':3,'numLabelPairs':4,'chunkCount':5,'minTime':1000,'maxTime':2000},";
        String rest = "'labelValueCountByLabelName':[{'name':'job','value':1}],"
                + "'memoryInBytesByLabelName':[{'name':'job','value':18}],"
                + "'seriesCountByLabelValuePair':[{'name':'job=x','value':3}]}";
        String tsdb = "/api/v1/status/tsdb";
        assertData(
                api.get(tsdb),
                "{" + head + "'seriesCountByMetricName':[{'name':'a','value':2},{'name':'b','value':1}]," + rest);
        assertData(
                api.get(tsdb, "limit", "1"), "{" + head + "'seriesCountByMetricName':[{'name':'a','value':2}]," + rest);
        assertThat(api.get(tsdb, "limit", "10000").status()).isEqualTo(200);
        for (String limit : List.of("0", "-1", "x")) {
            assertThat(api.get(tsdb, "limit", limit).json().get("error").textValue())
                    .isEqualTo("limit must be a positive number");
        }
        assertThat(api.get(tsdb, "limit", "10001").json().get("error").textValue())
                .isEqualTo("limit must not exceed 10000");
    }

    @Test
    void listsBlocks() {
        assertData(
                api.get("/api/v1/status/tsdb/blocks"),
                "{'blocks':[{'ulid':'01A','minTime':0,'maxTime':7200000,'stats':{'numSamples':30,"
                        + "'numFloatSamples':20,'numHistogramSamples':10,'numSeries':3,'numChunks':4,"
                        + "'numTombstones':1},'compaction':{'level':2,'sources':['01B','01C'],'deletable':true,'parents':["
                        + "{'ulid':'01B','minTime':0,'maxTime':1},{'ulid':'01C','minTime':1,'maxTime':7200000}],"
                        + "'failed':true,'hints':['from-out-of-order']},'version':1},"
                        + "{'ulid':'01D','minTime':7200000,'maxTime':7200001,'stats':{'numSamples':1,"
                        + "'numFloatSamples':1,'numSeries':1,'numChunks':1},"
                        + "'compaction':{'level':1,'sources':['01D']},'version':1}]}");
    }

    @Test
    void tellsHowFarTheReplayHasCome() {
        assertData(api.get("/api/v1/status/walreplay"), "{'min':2,'max':5,'current':3}");
    }

    @Test
    void tellsWhatItCanDo() {
        JsonNode features = api.get("/api/v1/features").json().get("data");
        assertThat(features.get("api").get("admin").booleanValue()).isFalse();
        assertThat(features.get("promql").get("duration_expr").booleanValue()).isTrue();
        assertThat(features.get("promql").get("anchored").booleanValue()).isFalse();
        assertThat(features.get("promql_functions").get("rate").booleanValue()).isTrue();
        assertThat(features.get("promql_functions").get("info").booleanValue()).isFalse();
        assertThat(features.get("promql_operators").get("sum").booleanValue()).isTrue();
        assertThat(features.get("promql_operators").get("limitk").booleanValue())
                .isFalse();
        assertThat(features.get("promql_operators").get("=~").booleanValue()).isTrue();
    }

    @Test
    void keepsAdministrationOffByDefault() {
        for (String action : List.of("delete_series", "clean_tombstones", "snapshot")) {
            Answer answer = api.post("/api/v1/admin/tsdb/" + action);
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body())
                    .isEqualTo(
                            "{\"status\":\"error\",\"errorType\":\"unavailable\",\"error\":\"admin APIs disabled\"}");
            assertThat(api.get("/api/v1/admin/tsdb/" + action).status()).isEqualTo(405);
        }
    }

    @Test
    void hasNoTargetsAndNoAlertmanagers() {
        String targets = "/api/v1/targets";
        assertData(api.get(targets), "{'activeTargets':[],'droppedTargetCounts':{},'droppedTargets':[]}");
        assertData(
                api.get(targets, "state", "active"),
                "{'activeTargets':[],'droppedTargetCounts':null,'droppedTargets':[]}");
        assertData(api.get(targets + "/metadata"), "[]");
        assertThat(api.get(targets + "/metadata", "limit", "x").status()).isEqualTo(400);
        assertData(api.get("/api/v1/scrape_pools"), "{'scrapePools':[]}");
        assertData(api.get("/api/v1/alertmanagers"), "{'activeAlertmanagers':[],'droppedAlertmanagers':[]}");
    }

    @Test
    void leadsFromASlashTooManyToTheRightPath() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpResponse<String> moved = client.send(
                HttpRequest.newBuilder(api.uri("/api/v1/label/a/values/?limit=1"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(moved.statusCode()).isEqualTo(301);
        assertThat(moved.headers().firstValue("location")).hasValue("/api/v1/label/a/values?limit=1");
        HttpResponse<String> posted = client.send(
                HttpRequest.newBuilder(api.uri("/api/v1/query/"))
                        .POST(HttpRequest.BodyPublishers.ofString("query=1"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(posted.statusCode()).isEqualTo(308);
        assertThat(posted.headers().firstValue("location")).hasValue("/api/v1/query");
        assertThat(api.get("/api/v1/unknown/").status()).isEqualTo(404);
    }

    @Test
    void tellsTheBuildWithoutFeatures() {
        assertData(
                api.get("/api/v1/status/buildinfo"),
                "{'version':'3.14.0','revision':'abc','branch':'main','buildUser':'someone',"
                        + "'buildDate':'20260102-03:04:05','goVersion':'none'}");
    }

    @Test
    void tellsFlagsAndConfiguration() {
        assertData(api.get("/api/v1/status/flags"), "{'query.timeout':'2m','storage.tsdb.path':'data'}");
        assertThat(api.get("/api/v1/status/config").data().get("yaml").textValue())
                .isEqualTo("global:\n  external_labels:\n    cluster: \"a\"\n");
    }

    @Test
    void tellsHowTheProcessStands() {
        var data = api.get("/api/v1/status/runtimeinfo").data();
        assertThat(data.get("startTime").textValue()).isEqualTo("2026-01-02T03:03:05.678Z");
        assertThat(data.get("serverTime").textValue()).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(data.get("CWD").textValue()).isEqualTo("/data");
        assertThat(data.get("reloadConfigSuccess").booleanValue()).isTrue();
        assertThat(data.get("goroutineCount").intValue()).isPositive();
        assertThat(data.get("storageRetention").textValue()).isEqualTo("15d");
    }

    @Test
    void formatsQueries() {
        assertData(api.post("/api/v1/format_query", "query", "up"), "'up'");
        Answer bad = api.get("/api/v1/format_query", "query", "a b");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.json().get("error").textValue()).startsWith("invalid parameter \"query\": 1:3: parse error");
    }

    @Test
    void servesPages() {
        assertThat(api.get("/-/healthy").body()).isEqualTo("Dunlin is Healthy.\n");
        assertThat(api.get("/-/ready").body()).isEqualTo("Dunlin is Ready.\n");
        assertThat(api.get("/metrics").body()).isEqualTo("dunlin_up 1\n");
        assertThat(api.get("/metrics").contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(api.get("/").contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(api.get("/").body()).contains("<title>Dunlin</title>");
    }

    @Test
    void waitsUntilItIsReadyWithWhatNeedsData() {
        api.server().readiness(Readiness.STARTING);
        for (String path : new String[] {"/-/ready", "/api/v1/query?query=1", "/api/v1/status/buildinfo"}) {
            Answer answer = api.get(path);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("Service Unavailable");
        }
        assertThat(api.get("/-/healthy").status()).isEqualTo(200);
        assertThat(api.get("/metrics").status()).isEqualTo(200);
        assertThat(api.get("/api/v1/status/walreplay").status()).isEqualTo(200);
    }

    @Test
    void answersPreflightsOnEveryPathOfTheApi() {
        Answer answer = api.send(HttpRequest.newBuilder(api.uri("/api/v1/label/x/values"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.status()).isEqualTo(204);
    }
}
