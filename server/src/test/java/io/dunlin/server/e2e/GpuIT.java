package io.dunlin.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dunlin.gpu.FakeNvmlLibrary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that reads GPUs of the test library: its page, its metrics and log, and what its query API answers. */
class GpuIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private String library;

    @BeforeEach
    void buildTheLibrary() throws Exception {
        library = FakeNvmlLibrary.get().path();
    }

    private DunlinProcess start(Map<String, String> variables, String... flags) {
        DunlinProcess server = DunlinProcess.launch(directory, ChildProcess.freePort(), variables, flags);
        Await.until(
                LIMIT, () -> "the server:\n" + server.log(), () -> server.api().isOk("/-/ready"));
        return server;
    }

    private static void awaitMetric(DunlinProcess server, String line) {
        Pattern whole = Pattern.compile("(?m)^" + line + "$");
        Await.until(
                LIMIT,
                () -> line + " of\n" + server.log(),
                () -> whole.matcher(server.api().get("/metrics").body()).find());
    }

    @Test
    void storesAndShowsEveryGpuWithTheLabelsAskedFor() {
        Map<String, String> variables = Map.of("FAKE_NVML_DEVICES", "2", "NODE_NAME", "worker-7");
        try (DunlinProcess server = start(
                variables,
                "--gpu.library=" + library,
                "--gpu.labels=rack=r1",
                "--gpu.metrics=DCGM_FI_DEV_SERIAL,DCGM_FI_DEV_RETIRED_SBE")) {
            awaitMetric(server, "dunlin_gpu_scrapes_total [1-9].*");
            JsonNode series = server.api()
                    .get("/api/v1/query", "query", "DCGM_FI_DEV_RETIRED_SBE{gpu=\"1\"}")
                    .data()
                    .path("result");
            ApiClient.Answer page = server.api().get("/metrics/gpu");

            assertThat(series).hasSize(1);
            JsonNode labels = series.path(0).path("metric");
            assertThat(labels.path("Hostname").asText()).isEqualTo("worker-7");
            assertThat(labels.path("DCGM_FI_DEV_SERIAL").asText()).isEqualTo("1650123000701");
            assertThat(labels.path("DCGM_FI_DRIVER_VERSION").asText()).isEqualTo("550.54.15");
            assertThat(labels.path("rack").asText()).isEqualTo("r1");
            assertThat(labels.path("instance").asText()).isEqualTo("worker-7");
            assertThat(page.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
            assertThat(page.body())
                    .contains("# TYPE DCGM_FI_DEV_RETIRED_SBE counter\n", "DCGM_FI_DEV_SERIAL=\"1650123000700\"")
                    .doesNotContain("instance=", "job=");
        }
    }

    @Test
    void saysOnceThatThereIsNoGpuAndHasOneMetric() {
        try (DunlinProcess server = start(Map.of(), "--gpu.library=" + library)) {
            Await.until(LIMIT, server::log, () -> server.log().contains("GPUs are not scraped: there is no GPU"));

            assertThat(server.log().lines().filter(line -> line.contains("GPU")))
                    .hasSize(1);
            assertThat(server.api().get("/metrics").body().lines().filter(line -> line.startsWith("dunlin_gpu")))
                    .containsExactly("dunlin_gpu_devices 0");
            assertThat(server.api().get("/metrics/gpu").body()).isEmpty();
        }
    }

    @Test
    void isReadyAndStopsWhileADriverCallHangs() throws Exception {
        Map<String, String> variables = Map.of("FAKE_NVML_DEVICES", "2", "FAKE_NVML_HANG", "1");
        try (DunlinProcess server = start(variables, "--gpu.library=" + library)) {
            awaitMetric(server, "dunlin_gpu_hangs_total 1");

            assertThat(server.stop()).isZero();
        }
    }
}
