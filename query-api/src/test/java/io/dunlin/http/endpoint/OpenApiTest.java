package io.dunlin.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.http.endpoint.ApiClient.Answer;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.promql.result.MatrixValue;
import io.dunlin.promql.result.QueryException;
import io.dunlin.promql.result.ScalarValue;
import io.dunlin.promql.result.VectorValue;
import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds every answer against Prometheus's own description of its API. */
@Timeout(60)
class OpenApiTest {
    private static final FloatHistogram HISTOGRAM = new FloatHistogram(
            0,
            FloatHistogram.CounterResetHint.UNKNOWN,
            0.001,
            1,
            3,
            4.5,
            new int[] {0, 1},
            new double[] {2},
            new int[0],
            new double[0],
            null);

    private OpenApiSchema schema;
    private ApiFixture api;

    @BeforeEach
    void start() throws IOException {
        schema = OpenApiSchema.load();
        FixedStorage storage = new FixedStorage()
                .add(0, 10_000, "__name__", "up", "job", "node")
                .exemplar(new Exemplar(Labels.of("trace_id", "t"), 1, 1234));
        Labels up = Labels.of("__name__", "up");
        ScriptedEngine engine = new ScriptedEngine()
                .on("scalar", new ScalarValue(1500, 1))
                .on("vector", new VectorValue(0, new Labels[] {up, up}, new double[2], new FloatHistogram[] {
                    null, HISTOGRAM
                }))
                .on("floats", matrix(up, new long[] {1500}, new long[0]))
                .on("histograms", matrix(up, new long[0], new long[] {2000}))
                .on("fails", QueryException.Kind.EXECUTION, "no")
                .on("slow", QueryException.Kind.TIMEOUT, "query timed out");
        api = new ApiFixture(storage, engine, new PromqlText(ParserOptions.defaults()));
    }

    private static MatrixValue matrix(Labels labels, long[] times, long[] histogramTimes) {
        FloatHistogram[] histograms = new FloatHistogram[histogramTimes.length];
        java.util.Arrays.fill(histograms, HISTOGRAM);
        return new MatrixValue(
                List.of(new MatrixValue.Series(labels, times, new double[times.length], histogramTimes, histograms)));
    }

    @AfterEach
    void stop() {
        if (api != null) {
            api.close();
        }
    }

    private void assertAsDocumented(String path, String concrete, String... pairs) {
        Answer answer = api.get(concrete, pairs);
        assertThat(schema.faults(path, "get", answer.status(), answer.json()))
                .as(answer.body())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"scalar", "vector", "fails", "slow", "up{"})
    void instantQueries(String query) {
        assertAsDocumented("/query", "/api/v1/query", "query", query);
        assertAsDocumented("/query", "/api/v1/query", "query", query, "stats", "true", "limit", "1");
        Answer posted = api.post("/api/v1/query", "query", query, "time", "x");
        assertThat(schema.faults("/query", "post", posted.status(), posted.json()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"floats", "histograms", "fails"})
    void rangeQueries(String query) {
        assertAsDocumented(
                "/query_range", "/api/v1/query_range", "query", query, "start", "0", "end", "1", "step", "1");
        assertAsDocumented("/query_range", "/api/v1/query_range", "query", query, "start", "0", "end", "1");
    }

    @Test
    void theCheckItselfFindsFaults() {
        Answer flags = api.get("/api/v1/status/flags");
        assertThat(schema.faults("/labels", "get", 200, flags.json())).anyMatch(fault -> fault.contains("$.data"));
        assertThat(schema.faults("/query", "get", 200, flags.json()))
                .anyMatch(fault -> fault.contains("no alternative"));
        assertThat(schema.faults("/labels", "get", 400, flags.json())).anyMatch(fault -> fault.contains("lacks error"));
    }

    @Test
    void readsOfSeries() {
        assertAsDocumented("/labels", "/api/v1/labels", "limit", "1");
        assertAsDocumented("/labels", "/api/v1/labels", "match[]", "{");
        assertAsDocumented("/label/{name}/values", "/api/v1/label/job/values");
        assertAsDocumented("/series", "/api/v1/series", "match[]", "up");
        assertAsDocumented("/series", "/api/v1/series");
        assertAsDocumented("/query_exemplars", "/api/v1/query_exemplars", "query", "up");
    }

    @Test
    void everythingElse() {
        assertAsDocumented("/metadata", "/api/v1/metadata");
        assertAsDocumented("/rules", "/api/v1/rules");
        assertAsDocumented("/alerts", "/api/v1/alerts");
        assertAsDocumented("/format_query", "/api/v1/format_query", "query", "sum(up)by(job)");
        assertAsDocumented("/status/buildinfo", "/api/v1/status/buildinfo");
        assertAsDocumented("/status/flags", "/api/v1/status/flags");
        assertAsDocumented("/status/config", "/api/v1/status/config");
        assertAsDocumented("/status/runtimeinfo", "/api/v1/status/runtimeinfo");
    }
}
