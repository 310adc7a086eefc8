package io.dunlin.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.http.Eventually;
import io.dunlin.http.endpoint.ApiClient.Answer;
import io.dunlin.http.endpoint.ScriptedEngine.Call;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.promql.result.MatrixValue;
import io.dunlin.promql.result.QueryException.Kind;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.promql.result.QueryStatistics;
import io.dunlin.promql.result.ScalarValue;
import io.dunlin.promql.result.StringValue;
import io.dunlin.promql.result.VectorValue;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class QueryEndpointsTest {
    private static final String QUERY = "/api/v1/query";
    private static final String RANGE = "/api/v1/query_range";
    private static final long NOW = ApiFixture.NOW.toEpochMilli();

    private final AtomicReference<Call> asked = new AtomicReference<>();
    private final FixedStorage storage = new FixedStorage();
    private final ScriptedEngine engine = new ScriptedEngine();
    private ApiFixture api;

    @BeforeEach
    void start() throws IOException {
        engine.on("what", call -> {
            asked.set(call);
            return result(new ScalarValue(call.start(), 1));
        });
        api = new ApiFixture(storage, engine, new PromqlText(ParserOptions.defaults()));
    }

    @AfterEach
    void stop() {
        api.close();
        assertThat(storage.openViews()).isZero();
    }

    private static QueryResult result(io.dunlin.promql.result.QueryValue value) {
        return new QueryResult(value, List.of(), List.of(), ScriptedEngine.STATISTICS);
    }

    private static Labels[] labels(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Labels.of("__name__", "up", "instance", "i" + i))
                .toArray(Labels[]::new);
    }

    private static FloatHistogram histogram() {
        return new FloatHistogram(
                0,
                FloatHistogram.CounterResetHint.GAUGE,
                0.001,
                1,
                3,
                4.5,
                new int[] {0, 1},
                new double[] {2},
                new int[0],
                new double[0],
                null);
    }

    private static String success(String data) {
        return "{\"status\":\"success\",\"data\":" + data + "}";
    }

    private static String error(String type, String message) {
        return "{\"status\":\"error\",\"errorType\":\"" + type + "\",\"error\":\"" + message + "\"}";
    }

    @Test
    void writesScalarsNeverWithAnExponent() {
        engine.on("s", new ScalarValue(1_435_781_451_781L, 1e-7));
        Answer answer = api.post(QUERY, "query", "s");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(answer.body())
                .isEqualTo(success("{\"resultType\":\"scalar\",\"result\":[1435781451.781,\"0.0000001\"]}"));
    }

    @Test
    void writesStrings() {
        engine.on("s", new StringValue(1000, "a\"b"));
        assertThat(api.get(QUERY, "query", "s").body())
                .isEqualTo(success("{\"resultType\":\"string\",\"result\":[1,\"a\\\"b\"]}"));
    }

    @Test
    void writesVectorsOfFloatsAndHistograms() {
        engine.on("v", new VectorValue(1500, labels(2), new double[] {1e-7, 0}, new FloatHistogram[] {null, histogram()
        }));
        assertThat(api.get(QUERY, "query", "v").body())
                .isEqualTo(success("{\"resultType\":\"vector\",\"result\":["
                        + "{\"metric\":{\"__name__\":\"up\",\"instance\":\"i0\"},\"value\":[1.500,\"1e-07\"]},"
                        + "{\"metric\":{\"__name__\":\"up\",\"instance\":\"i1\"},\"histogram\":[1.500,"
                        + "{\"count\":\"3\",\"sum\":\"4.5\",\"buckets\":[[3,\"-0.001\",\"0.001\",\"1\"],"
                        + "[0,\"0.5\",\"1\",\"2\"]]}]}]}"));
    }

    @Test
    void writesEmptyResultsAsEmptyArrays() {
        engine.on("v", new VectorValue(0, new Labels[0], new double[0], null));
        engine.on("m", new MatrixValue(List.of()));
        assertThat(api.get(QUERY, "query", "v").body()).isEqualTo(success("{\"resultType\":\"vector\",\"result\":[]}"));
        assertThat(api.get(RANGE, "query", "m", "start", "0", "end", "1", "step", "1")
                        .body())
                .isEqualTo(success("{\"resultType\":\"matrix\",\"result\":[]}"));
    }

    @Test
    void writesMatrices() {
        MatrixValue.Series floats = new MatrixValue.Series(
                Labels.of("a", "1"),
                new long[] {1000, 1250},
                new double[] {1, 2e23},
                new long[0],
                new FloatHistogram[0]);
        MatrixValue.Series mixed = new MatrixValue.Series(
                Labels.empty(), new long[0], new double[0], new long[] {2000}, new FloatHistogram[] {histogram()});
        engine.on("m", new MatrixValue(List.of(floats, mixed)));
        assertThat(api.post(RANGE, "query", "m", "start", "0", "end", "1", "step", "1")
                        .body())
                .isEqualTo(success("{\"resultType\":\"matrix\",\"result\":["
                        + "{\"metric\":{\"a\":\"1\"},\"values\":[[1,\"1\"],[1.250,\"2e+23\"]]},"
                        + "{\"metric\":{},\"histograms\":[[2,{\"count\":\"3\",\"sum\":\"4.5\","
                        + "\"buckets\":[[3,\"-0.001\",\"0.001\",\"1\"],[0,\"0.5\",\"1\",\"2\"]]}]]}]}"));
    }

    @ParameterizedTest
    @CsvSource({
        "4, 4000",
        "1435781451.7814, 1435781451781",
        "1435781451.7816, 1435781451782",
        "-1.5, -1500",
        "1e3, 1000000",
        "2015-07-01T20:10:51.781Z, 1435781451781",
        "2015-07-01T22:10:51+02:00, 1435781451000",
        "1767323045678, 1767323045678000",
        "-292273086-05-16T16:47:06Z, -9223309901257974000",
        "292277025-08-18T07:12:54.999999999Z, 9223309901257974999",
    })
    void takesTimesInEachForm(String time, long millis) {
        assertThat(api.get(QUERY, "query", "what", "time", time).status()).isEqualTo(200);
        assertThat(asked.get().start()).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1000",
        "0.25, 250",
        "1.5e1, 15000",
        "5m, 300000",
        "1h30m, 5400000",
        "1d1ms, 86400001",
        "1y2w, 32745600000"
    })
    void takesDurationsInEachForm(String step, long millis) {
        assertThat(api.get(RANGE, "query", "what", "start", "0", "end", "1", "step", step)
                        .status())
                .isEqualTo(200);
        assertThat(asked.get().step()).isEqualTo(millis);
    }

    @Test
    void evaluatesNowWhereNoTimeIsGiven() {
        api.get(QUERY, "query", "what");
        assertThat(asked.get().start()).isEqualTo(NOW);
    }

    @Test
    void passesOptionsOn() {
        api.get(QUERY, "query", "what", "lookback_delta", "1m", "timeout", "10", "stats", "all", "unknown", "x");
        assertThat(asked.get().options().lookbackDelta()).isEqualTo(Duration.ofMinutes(1));
        assertThat(asked.get().options().timeout()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
        assertThat(asked.get().options().perStepStatistics()).isTrue();
        api.get(QUERY, "query", "what", "timeout", "1h", "stats", "true");
        assertThat(asked.get().options().timeout()).isBetween(Duration.ofSeconds(110), Duration.ofMinutes(2));
        assertThat(asked.get().options().perStepStatistics()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            time=x            | invalid parameter "time": invalid time value for 'time': cannot parse "x" to a valid timestamp
            time=NaN          | invalid parameter "time": invalid time value for 'time': cannot parse "NaN" to a valid timestamp
            time=1f           | invalid parameter "time": invalid time value for 'time': cannot parse "1f" to a valid timestamp
            timeout=x         | invalid parameter "timeout": cannot parse "x" to a valid duration
            timeout=5 m       | invalid parameter "timeout": cannot parse "5 m" to a valid duration
            lookback_delta=x  | error parsing lookback delta duration: cannot parse "x" to a valid duration
            limit=x           | invalid parameter "limit": strconv.Atoi: parsing "x": invalid syntax
            limit=-1          | invalid parameter "limit": limit must be non-negative
            query=nope        | invalid parameter "query": 1:1: parse error: unexpected end of input: nope
            """)
    void refusesBadParametersOfInstantQueries(String parameter, String message) {
        String[] pair = parameter.split("=");
        String query = pair[0].equals("query") ? pair[1] : "what";
        Answer answer = api.get(QUERY, "query", query, pair[0], pair[1]);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(error("bad_data", message.replace("\"", "\\\"")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''  | 1 | 1       | invalid parameter "start": cannot parse "" to a valid timestamp
            0   | x | 1       | invalid parameter "end": cannot parse "x" to a valid timestamp
            2   | 1 | 1       | invalid parameter "end": end timestamp must not be before start time
            0   | 1 | ''      | invalid parameter "step": cannot parse "" to a valid duration
            0   | 1 | 0       | invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer
            0   | 1 | -1      | invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer
            0   | 1 | 1e20    | invalid parameter "step": cannot parse "1e20" to a valid duration. It overflows int64
            0   | 11001 | 1   | exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)
            -9e15 | 9e15 | 1y | exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)
            """)
    void refusesBadParametersOfRangeQueries(String start, String end, String step, String message) {
        Answer answer = api.post(RANGE, "query", "what", "start", start, "end", end, "step", step);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(error("bad_data", message.replace("\"", "\\\"")));
    }

    @Test
    void allowsElevenThousandSteps() {
        assertThat(api.get(RANGE, "query", "what", "start", "0", "end", "11000", "step", "1")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "EXECUTION, 422, execution",
        "CANCELED, 499, canceled",
        "TIMEOUT, 503, timeout",
        "INTERNAL, 500, internal"
    })
    void mapsErrorsToTypesAndStatuses(Kind kind, int status, String type) {
        engine.on("q", kind, "it failed");
        Answer answer = api.get(QUERY, "query", "q");
        assertThat(answer.status()).isEqualTo(status);
        String limit = kind == Kind.TIMEOUT ? ": limit=120s (--query.timeout)" : "";
        assertThat(answer.body()).isEqualTo(error(type, "it failed" + limit));
    }

    @Test
    void reportsABrokenStorageAsInternal() {
        storage.breakDown();
        assertThat(api.get(QUERY, "query", "what").body()).isEqualTo(error("internal", "disk=gone"));
    }

    @Test
    void spendsTheTimeLimitBeforeTheQueryBegins() {
        Answer answer = api.get(QUERY, "query", "what", "timeout", "0");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body())
                .isEqualTo(error("timeout", "query timed out in query queue: limit=0s (parameter timeout)"));
    }

    @Test
    void cutsAtTheLimitAndSaysSo() {
        engine.on("v", new VectorValue(0, labels(3), new double[3], null));
        Answer cut = api.get(QUERY, "query", "v", "limit", "2");
        assertThat(cut.data().get("result")).hasSize(2);
        assertThat(cut.body()).endsWith("\"warnings\":[\"results truncated due to limit\"]}");
        assertThat(api.get(QUERY, "query", "v", "limit", "3").json().has("warnings"))
                .isFalse();
        assertThat(api.get(QUERY, "query", "v", "limit", "0").data().get("result"))
                .hasSize(3);
    }

    @Test
    void returnsTenNotesOfEachKindAndCountsTheRest() {
        List<String> eleven = IntStream.range(0, 11).mapToObj(i -> "note " + i).toList();
        engine.on(
                "q",
                call -> new QueryResult(new ScalarValue(0, 1), eleven, List.of("an info"), ScriptedEngine.STATISTICS));
        Answer answer = api.get(QUERY, "query", "q");
        assertThat(answer.json().get("warnings")).hasSize(11);
        assertThat(answer.json().get("warnings").get(10).textValue()).isEqualTo("1 more warning annotations omitted");
        assertThat(answer.json().get("infos").toString()).isEqualTo("[\"an info\"]");
    }

    @Test
    void addsStatisticsOnRequest() {
        Answer answer = api.get(QUERY, "query", "what", "stats", "true");
        assertThat(answer.data().get("stats").toString())
                .isEqualTo("{\"timings\":{\"evalTotalTime\":0.005,\"resultSortTime\":0,"
                        + "\"queryPreparationTime\":0.002,\"innerEvalTime\":0.003,\"execQueueTime\":0.001,"
                        + "\"execTotalTime\":0.0065},\"samples\":{\"totalQueryableSamples\":40,\"samplesRead\":30,"
                        + "\"peakSamples\":20}}");
        assertThat(api.get(QUERY, "query", "what").data().has("stats")).isFalse();
        Answer odd = api.get(QUERY, "query", "what", "stats", "yes");
        assertThat(odd.data().has("stats")).isTrue();
        assertThat(odd.json().get("warnings").get(0).textValue())
                .isEqualTo("value \"yes\" for parameter \"stats\" is deprecated and will be rejected in the next major"
                        + " release, use \"true\" or \"all\"");
    }

    @Test
    void addsStatisticsPerStepWhereTheEngineCountedThem() {
        QueryStatistics perStep = new QueryStatistics(0, 0, 0, 0, 3, 3, 3, new long[] {1, 2}, new long[] {1, 1});
        engine.on("q", call -> new QueryResult(new MatrixValue(List.of()), List.of(), List.of(), perStep));
        Answer answer = api.get(RANGE, "query", "q", "start", "1", "end", "2", "step", "0.5", "stats", "all");
        assertThat(answer.body()).contains("\"totalQueryableSamplesPerStep\":[[1,1],[1.500,2]],");
    }

    @Test
    void answersWithThePlanInPlaceOfTheResult() {
        Answer instant = api.get(QUERY, "query", "what", "time", "5", "explain", "true");
        assertThat(instant.data().toString())
                .isEqualTo("{\"resultType\":\"string\",\"result\":[5,\"Plan of what at 5000..5000 by 0\\n\"]}");
        Answer range = api.post(RANGE, "query", "what", "start", "1", "end", "2", "step", "0.5", "explain", "1");
        assertThat(range.data().get("result").get(1).textValue()).isEqualTo("Plan of what at 1000..2000 by 500\n");
        assertThat(api.get(QUERY, "query", "what", "explain", "false")
                        .data()
                        .get("resultType")
                        .textValue())
                .isEqualTo("scalar");
        assertThat(api.get(QUERY, "query", "what", "explain", "yes").body())
                .isEqualTo(error(
                        "bad_data",
                        "invalid parameter \\\"explain\\\": strconv.ParseBool: parsing \\\"yes\\\": invalid syntax"));
        assertThat(api.get(QUERY, "query", "unknown", "explain", "true").status())
                .isEqualTo(400);
    }

    @Test
    void suggestsMetricNamesBesideThePlan() {
        storage.add(0, NOW, "__name__", "http_requests_total", "job", "a").add(0, NOW, "__name__", "up", "job", "a");
        engine.on("sum(http_request_totl) / up + nothing_like_it", new ScalarValue(0, 1));
        Answer answer = api.get(QUERY, "query", "sum(http_request_totl) / up + nothing_like_it", "explain", "true");
        assertThat(answer.json().get("infos").toString())
                .isEqualTo("[\"PromQL info: no series has the metric name \\\"http_request_totl\\\","
                        + " did you mean \\\"http_requests_total\\\"? (1:5)\","
                        + "\"PromQL info: no series has the metric name \\\"nothing_like_it\\\" (1:31)\"]");
    }

    @Test
    void cancelsTheQueryOfAClientThatIsGone() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        engine.on("endless", call -> {
            running.countDown();
            Eventually.holds(() -> call.options().cancellation().getAsBoolean());
            stopped.countDown();
            throw new io.dunlin.promql.result.QueryException(Kind.CANCELED, "query was canceled");
        });
        HttpClient client = HttpClient.newHttpClient();
        CompletableFuture<HttpResponse<String>> pending = client.sendAsync(
                HttpRequest.newBuilder(api.uri(QUERY + "?query=endless"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
        pending.cancel(true);
        assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void answersManyClientsAtOnce() {
        engine.on("v", new VectorValue(0, labels(500), new double[500], null));
        String expected = api.get(QUERY, "query", "v").body();
        List<Thread> clients = IntStream.range(0, 8)
                .mapToObj(i -> new Thread(() -> {
                    for (int round = 0; round < 50; round++) {
                        Answer answer = round % 2 == 0 ? api.get(QUERY, "query", "v") : api.post(QUERY, "query", "v");
                        if (!answer.body().equals(expected)) {
                            throw new AssertionError(answer.body());
                        }
                    }
                }))
                .toList();
        List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
        clients.forEach(client -> client.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure)));
        clients.forEach(Thread::start);
        clients.forEach(client -> {
            try {
                client.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(failures).isEmpty();
    }
}
