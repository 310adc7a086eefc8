package io.dunlin.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dunlin.gpu.FakeNvmlLibrary;
import io.dunlin.gpu.GpuOptions;
import io.dunlin.gpu.GpuRows;
import io.dunlin.gpu.GpuScraper;
import io.dunlin.gpu.nvml.NvmlReading;
import io.dunlin.promql.engine.EngineOptions;
import io.dunlin.promql.engine.PromqlEngine;
import io.dunlin.promql.engine.QueryOptions;
import io.dunlin.promql.result.VectorValue;
import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.TsdbOptions;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queries people run on GPUs, and every query of the dashboard, over samples that the scraper read and stored. */
class GpuQueriesTest {
    private static final long MIB = 1 << 20;
    private static final long SCRAPES = 5;

    @TempDir
    private Path directory;

    private Tsdb database;
    private PromqlEngine engine;
    private long now;

    @BeforeEach
    void scrapeTwoGpus() throws Exception {
        FakeNvmlLibrary library = FakeNvmlLibrary.get();
        library.reset(2);
        for (int gpu = 0; gpu < 2; gpu++) {
            library.set(gpu, NvmlReading.TEMPERATURE, 79 + 4 * gpu);
            library.set(gpu, NvmlReading.UTILIZATION, 10 + 50 * gpu, 5);
            library.set(gpu, NvmlReading.MEMORY, 80_000 * MIB, 0, 60_000 * MIB, 20_000 * MIB);
            library.set(gpu, NvmlReading.POWER, 350_500);
            library.set(gpu, NvmlReading.SM_CLOCK, 1_980);
            library.set(gpu, NvmlReading.ENERGY, 1_000_000);
            library.set(gpu, NvmlReading.GPM, 81, 82, 83, 84, 85, 86, 87, 88, 91, 92, 93, 94);
        }
        database = Tsdb.open(directory.resolve("data"), TsdbOptions.DEFAULT);
        engine = new PromqlEngine(EngineOptions.defaults());
        GpuOptions options = new GpuOptions(
                Duration.ofMillis(100),
                library.path(),
                "node-1",
                Labels.of("kubernetes_node", "pool-a"),
                GpuRows.standard(),
                true,
                directory.resolve("no-kubelet.sock"));
        try (GpuScraper scraper = new GpuScraper(database, options, Clock.systemUTC())) {
            scraper.start();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (scraper.status().scrapes() < SCRAPES) {
                assertThat(System.nanoTime()).as("status=%s", scraper.status()).isLessThan(deadline);
                Thread.onSpinWait();
            }
        }
        try (View view = database.view()) {
            now = view.maxTime();
        }
    }

    @AfterEach
    void close() throws IOException {
        if (engine != null) {
            engine.close();
        }
        if (database != null) {
            database.close();
        }
    }

    @Test
    void shouldAnswerTheQueriesPeopleRun() {
        check("DCGM_FI_DEV_GPU_TEMP > 80", "gpu=1 83.0");
        check("count(DCGM_FI_DEV_GPU_TEMP)", "2.0");
        check(
                "avg(DCGM_FI_DEV_GPU_UTIL) by (gpu, kubernetes_node)",
                "gpu=0 kubernetes_node=pool-a 10.0",
                "gpu=1 kubernetes_node=pool-a 60.0");
        check(
                "avg by (gpu, Hostname) (DCGM_FI_DEV_GPU_UTIL)",
                "Hostname=node-1 gpu=0 10.0",
                "Hostname=node-1 gpu=1 60.0");
        check("sum((DCGM_FI_DEV_FB_USED / (DCGM_FI_DEV_FB_USED + DCGM_FI_DEV_FB_FREE)) * 100)", "50.0");
        check("avg(DCGM_FI_DEV_GPU_UTIL) < 30");
        check("avg(DCGM_FI_DEV_GPU_UTIL) < 40", "35.0");
        check("sum(rate(DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION[5m])) / 1000", "0.0");
        check("sum(DCGM_FI_DEV_POWER_USAGE)", "701.0");
    }

    /** The panels and variables of the dashboard that dcgm-exporter publishes. */
    @Test
    void shouldAnswerTheQueriesOfDcgmExportersDashboard() {
        String chosen = "{instance=~\"node-1\", gpu=~\"0|1\"}";
        check("DCGM_FI_DEV_GPU_TEMP" + chosen, "gpu=0 79.0", "gpu=1 83.0");
        check("avg(DCGM_FI_DEV_GPU_TEMP" + chosen + ")", "81.0");
        check("DCGM_FI_DEV_POWER_USAGE" + chosen, "gpu=0 350.5", "gpu=1 350.5");
        check("sum(DCGM_FI_DEV_POWER_USAGE" + chosen + ")", "701.0");
        check("DCGM_FI_DEV_SM_CLOCK" + chosen + " * 1000000", "gpu=0 1.98E9", "gpu=1 1.98E9");
        check("DCGM_FI_DEV_GPU_UTIL" + chosen, "gpu=0 10.0", "gpu=1 60.0");
        check("DCGM_FI_DEV_FB_USED" + chosen, "gpu=0 20000.0", "gpu=1 20000.0");
        check("DCGM_FI_PROF_PIPE_TENSOR_ACTIVE" + chosen, "gpu=0 0.84", "gpu=1 0.84");
        check("count by (instance) (DCGM_FI_DEV_GPU_TEMP)", "instance=node-1 2.0");
        check("count by (gpu) (DCGM_FI_DEV_GPU_TEMP)", "gpu=0 1.0", "gpu=1 1.0");
    }

    @Test
    void shouldAnswerEveryQueryOfTheDashboard() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(Path.of("..", "docs", "dashboards", "gpu.json").toFile());
        List<String> queries = new ArrayList<>();
        dashboard
                .get("panels")
                .forEach(p ->
                        p.get("targets").forEach(t -> queries.add(t.get("expr").asText())));

        assertThat(queries).hasSizeGreaterThan(10);
        for (String query : queries) {
            String chosen = query.replace("$instance", "node-1").replace("$gpu", "0|1");
            if (query.contains("dunlin_gpu_pod")) {
                check(chosen);
            } else {
                assertThat(answer(chosen)).as(query).isNotEmpty();
            }
        }
    }

    private void check(String query, String... expected) {
        assertThat(answer(query)).as(query).containsExactlyInAnyOrder(expected);
    }

    private List<String> answer(String query) {
        try (View view = database.view()) {
            VectorValue vector = (VectorValue)
                    engine.instant(view, query, now, QueryOptions.defaults()).value();
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < vector.size(); i++) {
                lines.add(words(vector.labels()[i]) + vector.values()[i]);
            }
            return lines;
        }
    }

    /** Prints the labels that tell the series of these queries apart. */
    private static String words(Labels labels) {
        TreeMap<String, String> told = new TreeMap<>();
        for (String name : List.of("gpu", "kubernetes_node", "Hostname", "instance")) {
            boolean grouped = !labels.has("UUID") || name.equals("gpu");
            if (grouped && labels.has(name)) {
                told.put(name, labels.get(name));
            }
        }
        StringBuilder words = new StringBuilder();
        told.forEach(
                (name, value) -> words.append(name).append('=').append(value).append(' '));
        return words.toString();
    }
}
