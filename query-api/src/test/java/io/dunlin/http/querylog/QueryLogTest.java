package io.dunlin.http.querylog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.promql.result.QueryStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryLogTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);
    private static final QueryStatistics STATISTICS =
            new QueryStatistics(0, 1_000_000, 2_000_000, 3_000_000, 4, 3, 2, null, null);

    @TempDir
    private Path directory;

    private static QueryEvent event(String query, String error) {
        return new QueryEvent(
                query,
                1_000,
                61_000,
                15_000,
                new QueryEvent.Origin("127.0.0.1", "POST", "/api/v1/query_range"),
                STATISTICS,
                error);
    }

    @Test
    void writesALineForEachQuery() throws IOException {
        Path file = directory.resolve("query.log");
        Files.writeString(file, "before\n");
        try (QueryLog log = QueryLog.open(file, CLOCK)) {
            log.write(event("sum(x{a=\"b\"})", ""));
            log.write(event("y", "it failed"));
            assertThat(log.failures()).isZero();
        }
        String start = "{\"time\":\"2026-01-02T03:04:05.678Z\",\"ts\":\"2026-01-02T03:04:05.678Z\",\"level\":\"INFO\","
                + "\"msg\":\"promql query logged\",\"params\":{\"end\":\"1970-01-01T00:01:01.000Z\",\"query\":";
        String rest = ",\"start\":\"1970-01-01T00:00:01.000Z\",\"step\":15},";
        String end = "\"stats\":{\"timings\":{\"evalTotalTime\":0.003,\"resultSortTime\":0,"
                + "\"queryPreparationTime\":0.001,\"innerEvalTime\":0.002,\"execQueueTime\":0,\"execTotalTime\":0.003},"
                + "\"samples\":{\"totalQueryableSamples\":4,\"samplesRead\":3,\"peakSamples\":2}},"
                + "\"httpRequest\":{\"clientIP\":\"127.0.0.1\",\"method\":\"POST\",\"path\":\"/api/v1/query_range\"}}";
        assertThat(file)
                .hasContent("before\n" + start + "\"sum(x{a=\\\"b\\\"})\"" + rest + end + "\n" + start + "\"y\"" + rest
                        + "\"error\":\"it failed\"," + end + "\n");
    }

    @Test
    void countsWhatItCannotWrite() throws IOException {
        QueryLog log = QueryLog.open(directory.resolve("query.log"), CLOCK);
        log.close();
        log.write(event("x", ""));
        assertThat(log.failures()).isEqualTo(1);
    }

    @Test
    void namesAFileThatCannotBeOpened() {
        assertThatThrownBy(() -> QueryLog.open(directory, CLOCK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("query log: file=" + directory);
    }
}
