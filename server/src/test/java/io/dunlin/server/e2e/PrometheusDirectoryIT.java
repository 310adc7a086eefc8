package io.dunlin.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus and Dunlin read each other's data directories and answer the same samples, and keep off a directory
 * that the other has open. The Prometheus is the one of the system property {@code dunlin.prometheus}, or the first on the
 * path; one that can is made to keep native histograms and to compress its log by zstd.
 */
class PrometheusDirectoryIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ADMIN = "/api/v1/admin/tsdb/";
    private static final String EVERYTHING = "{__name__=~\".+\"}[30m]";
    private static final String SHORT_BLOCKS = "--storage.tsdb.min-block-duration=1m";
    private static final String NO_MERGES = "--storage.tsdb.max-block-duration=1m";
    private static final int REQUESTS = 100;
    private static final String HISTOGRAMS = """
                scrape_native_histograms: true
                convert_classic_histograms_to_nhcb: true
                always_scrape_classic_histograms: true
            """;

    @TempDir
    private Path directory;

    private Path binary;
    private String help;

    @BeforeEach
    void find() throws InterruptedException {
        binary = ChildProcess.find("prometheus").orElse(null);
        assumeTrue(binary != null, "there is no prometheus on this machine");
        try (ChildProcess process =
                ChildProcess.start(directory, "help", Map.of(), List.of(binary.toString(), "--help"))) {
            process.exitCode();
            help = process.output() + process.errors();
        }
    }

    private boolean has(String words) {
        return help.contains(words);
    }

    /** A Prometheus on a directory with no target, which can be given one. */
    private final class Running implements AutoCloseable {
        private final int port = ChildProcess.freePort();
        private final ChildProcess process;
        private final ApiClient api = new ApiClient(port);
        private final Path config;

        Running(Path data, String... flags) throws IOException {
            config = Files.writeString(directory.resolve("prometheus.yml"), "");
            List<String> command = new ArrayList<>(List.of(
                    binary.toString(),
                    "--config.file=" + config,
                    "--storage.tsdb.path=" + data,
                    "--web.listen-address=127.0.0.1:" + port,
                    "--web.enable-remote-write-receiver",
                    "--web.enable-admin-api",
                    "--web.enable-lifecycle"));
            command.addAll(Arrays.asList(flags));
            process = ChildProcess.start(directory, "prometheus", Map.of(), command);
            Await.until(LIMIT, process::errors, () -> api.isOk("/-/ready"));
        }

        /** Makes it scrape itself; returns a time in seconds up to which it has all. */
        double scrape(int scrapes) throws IOException {
            Files.writeString(config, """
                    scrape_configs:
                      - job_name: self
                        scrape_interval: 200ms
                        scrape_timeout: 200ms
                        static_configs: [{targets: ["127.0.0.1:PORT"]}]
                    """.replace("PORT", Integer.toString(port)) + (isNew() ? HISTOGRAMS : ""));
            assertThat(api.post("/-/reload").status()).isEqualTo(200);
            Await.until(
                    LIMIT,
                    process::errors,
                    () -> api.query("count_over_time(up[5m])", now())
                                    .path(0)
                                    .path("value")
                                    .path(1)
                                    .asInt()
                            >= scrapes);
            return now() - 1;
        }

        void delete(String selector) {
            ApiClient.Answer answer = api.post(ADMIN + "delete_series", "match[]", selector);
            assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        }

        @Override
        public void close() {
            process.close();
        }
    }

    private boolean isNew() {
        return has("no-lockfile") && !has("use-lockfile");
    }

    private static double now() {
        return System.currentTimeMillis() / 1e3;
    }

    private static CountingWriter writer() {
        return new CountingWriter("counted", System.currentTimeMillis() - 600_000, 5_000);
    }

    @Test
    void importsBlocksAndLogOfARealPrometheus() throws IOException, InterruptedException {
        Path theirs = directory.resolve("theirs");
        String[] zstd = isNew() ? new String[] {"--storage.tsdb.wal-compression-type=zstd"} : new String[0];
        writeBlocks(theirs, zstd);
        double time;
        try (Running prometheus = new Running(theirs, zstd)) {
            prometheus.scrape(10);
            prometheus.delete("go_goroutines");
            time = prometheus.scrape(15);
            prometheus.process.kill();
        }
        try (ChildProcess imported = ChildProcess.start(
                directory,
                "import",
                Map.of(),
                DunlinProcess.command(
                        "tsdb",
                        "import",
                        theirs.toString(),
                        directory.resolve("data").toString()))) {
            assertThat(imported.exitCode()).as(imported.errors()).isZero();
            assertThat(imported.output()).contains("samples of the log into").doesNotContain("samples;");
            assertThat(imported.errors()).isEmpty();
        }
        requireSame(theirs, time);
    }

    /**
     * Leaves blocks, and a log with more than is in them. Nothing is scraped in this life, in which the head is cleaned up
     * behind each block: a series that Prometheus before 3.4 makes at the same moment may be taken out of the head before its
     * first sample comes in. The log has that sample, the next one gets a new number for the series, and a replay forgets
     * what it has of a series when it meets its next number. So our import would have a sample more, and rightly so: see
     * {@code PrometheusLogImportTest}. Here all series are made by the first request, when there is nothing to clean up.
     */
    private void writeBlocks(Path theirs, String[] flags) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(SHORT_BLOCKS, NO_MERGES));
        all.addAll(Arrays.asList(flags));
        try (Running prometheus = new Running(theirs, all.toArray(String[]::new))) {
            writer().sendAll(prometheus.api, REQUESTS);
            Await.until(LIMIT, prometheus.process::errors, () -> blocks(theirs).size() >= 3);
            prometheus.delete("counted{series=\"7\"}");
            prometheus.process.kill();
        }
    }

    /** Requires the same samples of a Prometheus on its directory and Dunlin on {@code data}. */
    private void requireSame(Path theirs, double time) throws IOException {
        try (DunlinProcess dunlin = DunlinProcess.serve(directory, ChildProcess.freePort());
                Running prometheus = new Running(theirs)) {
            Map<String, JsonNode> expected = samples(prometheus.api, time);
            assertThat(expected.size()).isGreaterThan(40);
            Map<String, JsonNode> found = samples(dunlin.api(), time);
            assertThat(found.keySet()).isEqualTo(expected.keySet());
            expected.forEach((series, samples) ->
                    assertThat(found.get(series)).as(series).isEqualTo(samples));
        }
    }

    private static Map<String, JsonNode> samples(ApiClient api, double time) {
        Map<String, JsonNode> series = new TreeMap<>();
        for (JsonNode element : api.query(EVERYTHING, time)) {
            Map<String, String> labels = new TreeMap<>();
            element.path("metric")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            series.put(labels.toString(), ((com.fasterxml.jackson.databind.node.ObjectNode) element).without("metric"));
        }
        return series;
    }

    @Test
    void aRealPrometheusAnswersTheSameFromACopyOfOurBlocks() throws IOException, InterruptedException {
        long start = System.currentTimeMillis() - 600_000;
        CountingWriter writer = new CountingWriter("counted", start, 5_000);
        Path data = directory.resolve("data");
        String[] flags = {SHORT_BLOCKS, "--storage.tsdb.max-block-duration=3m", "--web.enable-admin-api"};
        try (DunlinProcess server = DunlinProcess.serve(directory, ChildProcess.freePort(), flags)) {
            writer.sendAll(server.api(), REQUESTS);
            Await.until(
                    LIMIT,
                    server::log,
                    () -> server.log().contains("Compacted") && endOfBlocks(server) > start + 300_000);
            String[] deleted = {"match[]", "counted{series=\"7\"}", "match[]", "counted{series=\"9\"}"};
            assertThat(server.api().post(ADMIN + "delete_series", deleted).status())
                    .isEqualTo(204);
            double end = (endOfBlocks(server) - 1) / 1e3;
            assertThat(server.stop()).isZero();
            Path copy = directory.resolve("copy");
            for (Path block : blocks(data)) {
                copy(block, copy.resolve(block.getFileName()));
            }
            requireSame(copy, end);
        }
    }

    private static long endOfBlocks(DunlinProcess server) {
        long end = 0;
        for (JsonNode block :
                server.api().get("/api/v1/status/tsdb/blocks").data().path("blocks")) {
            end = Math.max(end, block.path("maxTime").asLong());
        }
        return end;
    }

    @Test
    void aRealPrometheusRefusesOurDirectoryAndChangesNothingInIt() throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        try (DunlinProcess server = DunlinProcess.serve(directory, ChildProcess.freePort())) {
            CountingWriter writer = writer();
            writer.sendAll(server.api(), 3);
            // Stopped, so that what changes in the directory is of Prometheus and not of the server's own threads.
            server.process().whileStopped(() -> requireRefused(data));
            writer.requireAll(server.api());
        }
    }

    private void requireRefused(Path data) throws IOException, InterruptedException {
        Map<String, String> before = contents(data);
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "--config.file=" + Files.writeString(directory.resolve("prometheus.yml"), ""),
                "--storage.tsdb.path=" + data,
                "--web.listen-address=127.0.0.1:" + ChildProcess.freePort()));
        if (has("--storage.tsdb.use-lockfile")) {
            command.add("--storage.tsdb.use-lockfile");
        }
        try (ChildProcess process = ChildProcess.start(directory, "prometheus", Map.of(), command)) {
            assertThat(process.exitCode()).isNotZero();
            assertThat(process.errors()).contains("lock DB directory");
        }
        Map<String, String> after = contents(data);
        // The list of its active queries is what it makes before it asks for the lock, in a file we don't use.
        after.remove("queries.active");
        assertThat(after).isEqualTo(before);
    }

    private static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                contents.put(
                        directory.relativize(file).toString(),
                        Files.isDirectory(file) ? "" : Arrays.toString(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    private static List<Path> blocks(Path data) {
        try (Stream<Path> entries = Files.list(data)) {
            return entries.filter(entry -> Files.exists(entry.resolve("meta.json")))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
