package io.dunlin.server.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A real Prometheus that scrapes a real node_exporter, itself and a demo target every second and writes all of it to the
 * real Dunlin. Its path is the system property {@code dunlin.prometheus} or the first on the PATH.
 */
final class PrometheusFixture implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> JOBS = List.of("node", "prometheus", "demo");

    private final Path directory;
    private final int dunlinPort = ChildProcess.freePort();
    private final DemoTarget demo;
    private final ChildProcess nodeExporter;
    private final ChildProcess prometheusProcess;
    private final ApiClient prometheus;
    private DunlinProcess dunlin;

    /** Starts everything, or skips the test by the name of the binary that is missing. */
    PrometheusFixture(Path directory) {
        Path prometheusBinary = ChildProcess.find("prometheus").orElse(null);
        Path exporterBinary = ChildProcess.find("prometheus-node-exporter").orElse(null);
        assumeTrue(prometheusBinary != null, "there is no prometheus on this machine");
        assumeTrue(exporterBinary != null, "there is no prometheus-node-exporter on this machine");
        this.directory = directory;
        int demoPort = ChildProcess.freePort();
        int exporterPort = ChildProcess.freePort();
        int prometheusPort = ChildProcess.freePort();
        dunlin = DunlinProcess.serve(directory, dunlinPort);
        demo = new DemoTarget(demoPort);
        nodeExporter = ChildProcess.start(
                directory,
                "node_exporter",
                Map.of(),
                List.of(exporterBinary.toString(), "--web.listen-address=127.0.0.1:" + exporterPort));
        Path config = write("prometheus.yml", config(exporterPort, prometheusPort, demoPort));
        prometheusProcess = ChildProcess.start(
                directory,
                "prometheus",
                Map.of(),
                List.of(
                        prometheusBinary.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + directory.resolve("prometheus"),
                        "--web.listen-address=127.0.0.1:" + prometheusPort));
        prometheus = new ApiClient(prometheusPort);
        Await.until(LIMIT, prometheusProcess::errors, () -> prometheus.isOk("/-/ready"));
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One shard, so that what has arrived is always all up to some time. */
    private String config(int exporterPort, int prometheusPort, int demoPort) {
        String template = """
                global:
                  scrape_interval: 1s
                  scrape_timeout: 1s
                scrape_configs:
                  - job_name: node
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                  - job_name: prometheus
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                  - job_name: demo
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                remote_write:
                  - url: http://127.0.0.1:%d/api/v1/write
                    queue_config: {max_shards: 1, batch_send_deadline: 500ms, max_backoff: 500ms}
                    metadata_config: {send_interval: 2s}
                """;
        return String.format(Locale.ROOT, template, exporterPort, prometheusPort, demoPort, dunlinPort);
    }

    ApiClient prometheus() {
        return prometheus;
    }

    ApiClient dunlin() {
        return dunlin.api();
    }

    /** Ends Dunlin as {@code kill -9} does and starts it again on the same directory and port. */
    void killAndRestartDunlin() throws InterruptedException {
        dunlin.process().kill();
        dunlin = DunlinProcess.serve(directory, dunlinPort);
    }

    void stopDemoTarget() {
        demo.close();
    }

    /** Waits until every target has been scraped so often. */
    void awaitScrapes(int scrapes) {
        for (String job : JOBS) {
            Await.until(
                    LIMIT,
                    prometheusProcess::errors,
                    () -> rawUp(prometheus, job, now()).size() >= scrapes);
        }
    }

    /**
     * Returns a time in seconds for which both have everything: half a second after a stored sample, and never a whole
     * number of seconds after any other, so that no sample is on the edge of a window.
     */
    double settledTime() {
        JsonNode samples = rawUp(prometheus, "node", now());
        long sample = millis(samples.get(samples.size() - 1));
        Set<Long> offsets = new TreeSet<>();
        for (String job : JOBS) {
            rawUp(prometheus, job, now()).forEach(s -> offsets.add(millis(s) % 1000));
        }
        long time = sample + 500;
        while (offsets.contains(time % 1000)) {
            time++;
        }
        long settled = time;
        for (String job : JOBS) {
            Await.until(LIMIT, () -> "samples of " + job + " after " + settled + "\n" + dunlin.log(), () -> {
                JsonNode arrived = rawUp(dunlin.api(), job, settled / 1e3 + 5);
                return !arrived.isEmpty() && millis(arrived.get(arrived.size() - 1)) > settled;
            });
        }
        return settled / 1e3;
    }

    private static double now() {
        return System.currentTimeMillis() / 1e3;
    }

    private static long millis(JsonNode sample) {
        return Math.round(sample.get(0).asDouble() * 1e3);
    }

    private static JsonNode rawUp(ApiClient api, String job, double time) {
        JsonNode result = api.query("up{job=\"" + job + "\"}[10m]", time);
        return result.isEmpty() ? result : result.get(0).path("values");
    }

    @Override
    public void close() {
        prometheusProcess.close();
        nodeExporter.close();
        demo.close();
        dunlin.close();
    }
}
