package io.dunlin.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server writes down of queries: those that ended, and those that ran when it died. */
class QueryTrackingIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Sorts 864,000 values at each of 10,000 steps. */
    private static final String SLOW = "quantile_over_time(0.5, vector(1)[10d:1s])";

    @TempDir
    private Path directory;

    @Test
    void writesFinishedQueriesAndNamesThoseThatACrashCutOff() throws IOException, InterruptedException {
        Path config = Files.writeString(directory.resolve("c.yml"), "global:\n  query_log_file: queries.log\n");
        String flag = "--config.file=" + config;
        try (DunlinProcess server = DunlinProcess.serve(directory, ChildProcess.freePort(), flag)) {
            server.api().post("/api/v1/query", "query", "1 + 1", "time", "10");
            server.api().post("/api/v1/query", "query", "1 +", "time", "10");
            assertFinished(Files.readAllLines(directory.resolve("queries.log")));

            CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> server.api()
                    .post(
                            "/api/v1/query_range",
                            "query",
                            SLOW,
                            "start",
                            "1700000000",
                            "end",
                            "1700010000",
                            "step",
                            "1"));
            Await.until(LIMIT, () -> "the query to be named", () -> active().contains(SLOW));
            server.process().kill();
            assertThat(slow).failsWithin(LIMIT);
        }
        try (DunlinProcess server = DunlinProcess.serve(directory, ChildProcess.freePort(), flag)) {
            assertThat(server.log()).contains("These queries didn't finish in the last run", SLOW);
            assertThat(active()).doesNotContain(SLOW);
            assertThat(server.api().get("/metrics").body())
                    .contains("prometheus_engine_query_log_enabled 1", "prometheus_engine_query_log_failures_total 0");
        }
    }

    private static void assertFinished(List<String> lines) throws IOException {
        assertThat(lines).hasSize(2);
        JsonNode good = new ObjectMapper().readTree(lines.get(0));
        assertThat(good.at("/params").toString())
                .isEqualTo("{\"end\":\"1970-01-01T00:00:10.000Z\",\"query\":\"1 + 1\","
                        + "\"start\":\"1970-01-01T00:00:10.000Z\",\"step\":0}");
        assertThat(good.at("/httpRequest").toString())
                .isEqualTo("{\"clientIP\":\"127.0.0.1\",\"method\":\"POST\",\"path\":\"/api/v1/query\"}");
        assertThat(good.at("/stats/timings/execTotalTime").doubleValue()).isPositive();
        assertThat(good.has("error")).isFalse();
        assertThat(new ObjectMapper().readTree(lines.get(1)).at("/error").textValue())
                .contains("parse error");
    }

    private String active() {
        try {
            return Files.readString(directory.resolve("data/active-queries"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
