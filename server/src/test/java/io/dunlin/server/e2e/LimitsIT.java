package io.dunlin.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At a limit new series are refused with its name, and known ones stay writable. */
class LimitsIT {
    @TempDir
    private Path directory;

    private static final long NOW = System.currentTimeMillis();

    private static ApiClient.Answer write(ApiClient api, Map<String, String> labels, long time) {
        return new RemoteWriteClient(api).send(new RemoteWriteClient.Request().sample(labels, time, 1));
    }

    private static Map<String, String> series(String id) {
        return Map.of("__name__", "x", "id", id);
    }

    @Test
    void refusesSeriesOverTheLimits() {
        String[] flags = {
            "--storage.head.max-series=2",
            "--storage.head.max-labels=3",
            "--storage.head.max-label-name-length=10",
            "--storage.head.max-label-value-length=20"
        };
        try (DunlinProcess server = DunlinProcess.serve(directory, ChildProcess.freePort(), flags)) {
            ApiClient api = server.api();
            assertThat(write(api, series("a"), NOW).status()).isEqualTo(204);
            assertThat(write(api, series("b"), NOW).status()).isEqualTo(204);

            refused(write(api, series("c"), NOW), "series in the head, limit=2");
            refused(write(api, series("v".repeat(21)), NOW), "length of a label value, limit=20", "id");
            refused(
                    write(api, Map.of("__name__", "x", "n".repeat(11), "v"), NOW),
                    "length of a label name, limit=10",
                    "n".repeat(11));
            refused(
                    write(api, Map.of("__name__", "x", "a", "1", "b", "2", "c", "3"), NOW),
                    "labels a series, limit=3",
                    "x");

            assertThat(write(api, series("a"), NOW + 1000).status()).isEqualTo(204);
            RemoteWriteClient.Request tooLong = new RemoteWriteClient.Request()
                    .sample(series("v".repeat(21)), NOW, 1)
                    .sample(series("b"), NOW + 1000, 6);
            refused(new RemoteWriteClient(api).send(tooLong), "length of a label value, limit=20");
            assertThat(api.query("x{id=\"b\"} == 6", (NOW + 1000) / 1000.0)).hasSize(1);
            RemoteWriteClient.Request mixed =
                    new RemoteWriteClient.Request().sample(series("c"), NOW, 1).sample(series("b"), NOW + 2000, 7);
            refused(new RemoteWriteClient(api).send(mixed), "series in the head, limit=2");
            assertThat(api.query("x{id=\"b\"} == 7", (NOW + 2000) / 1000.0)).hasSize(1);
            assertThat(api.get("/metrics").body())
                    .contains(
                            "dunlin_head_limit{of=\"series\"} 2",
                            "dunlin_head_limit{of=\"label_value_length\"} 20",
                            "dunlin_remote_write_rejected_requests_total{reason=\"limit\"} 6");
        }
    }

    private static void refused(ApiClient.Answer answer, String... words) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("limit reached").contains(words);
    }

    @Test
    void refusesNewSeriesAtTheMemoryCeilingAndKeepsKnownOnesWritable() {
        try (DunlinProcess server =
                DunlinProcess.serve(directory, ChildProcess.freePort(), "--storage.head.max-memory=48MB")) {
            ApiClient api = server.api();
            assertThat(write(api, series("known"), NOW).status()).isEqualTo(204);
            ApiClient.Answer answer = null;
            for (int batch = 0; batch < 2000 && (answer == null || answer.status() == 204); batch++) {
                RemoteWriteClient.Request request = new RemoteWriteClient.Request();
                for (int i = 0; i < 500; i++) {
                    request.sample(series(batch + "-" + i), NOW, 1);
                }
                answer = new RemoteWriteClient(api).send(request);
            }
            refused(answer, "off-heap bytes for new series");
            assertThat(write(api, series("known"), NOW + 1000).status()).isEqualTo(204);
            assertThat(api.get("/metrics").body())
                    .contains("dunlin_remote_write_rejected_requests_total{reason=\"memory\"} 1");
            assertThat(api.query("x{id=\"known\"}", (NOW + 1000) / 1000.0)).hasSize(1);
        }
    }
}
