package io.dunlin.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deletion, its clean-up and snapshots as an administrator asks for them, and what the database says of itself. */
class AdminIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int SECONDS = 120;
    private static final String ADMIN = "/api/v1/admin/tsdb/";

    @TempDir
    private Path directory;

    private final long start = System.currentTimeMillis() / 1000 * 1000 - SECONDS * 1000;

    private void write(ApiClient api) {
        for (int second = 0; second < SECONDS; second += 2) {
            RemoteWriteClient.Request request = new RemoteWriteClient.Request();
            for (String name : new String[] {"kept", "deleted"}) {
                request.sample(Map.of("__name__", name, "job", "x"), start + second * 1000L, second);
            }
            assertThat(new RemoteWriteClient(api).send(request).status()).isEqualTo(204);
        }
    }

    private static JsonNode blocks(ApiClient api) {
        return api.get("/api/v1/status/tsdb/blocks").data().path("blocks");
    }

    private double count(ApiClient api, String metric, long end) {
        String window = (end - start) / 1000 + 1 + "s";
        JsonNode result = api.query("count_over_time(" + metric + "[" + window + "])", end / 1000.0);
        return result.isEmpty() ? 0 : result.get(0).path("value").get(1).asDouble();
    }

    private Path snapshot(ApiClient api, String skipHead) {
        JsonNode data = api.post(ADMIN + "snapshot", "skip_head", skipHead).data();
        return directory.resolve("data/snapshots").resolve(data.path("name").asText());
    }

    private static long blocksOf(Path snapshot) throws IOException {
        try (Stream<Path> files = Files.list(snapshot)) {
            return files.filter(block -> Files.isRegularFile(block.resolve("index")))
                    .count();
        }
    }

    @Test
    void deletesFromBlocksCleansThemAndMakesSnapshots() throws IOException {
        String[] flags = {"--web.enable-admin-api", "--storage.tsdb.min-block-duration=20s"};
        try (DunlinProcess server = DunlinProcess.serve(directory, ChildProcess.freePort(), flags)) {
            ApiClient api = server.api();
            write(api);
            JsonNode head = api.get("/api/v1/status/tsdb").data();
            assertThat(head.path("seriesCountByLabelValuePair").toString())
                    .contains("{\"name\":\"job=x\",\"value\":2}");
            Await.until(LIMIT, server::log, () -> blocks(api).size() > 1);
            long end = blocks(api).get(0).path("maxTime").asLong() - 1;
            assertThat(count(api, "deleted", end)).isPositive().isEqualTo(count(api, "kept", end));

            String until = Double.toString(end / 1000.0);
            assertThat(api.post(ADMIN + "delete_series", "match[]", "kept", "start", "2", "end", "1")
                            .status())
                    .as("a range that ends before it begins has nothing")
                    .isEqualTo(204);
            assertThat(api.post(ADMIN + "delete_series", "match[]", "deleted", "end", until)
                            .status())
                    .isEqualTo(204);
            long newest = start + SECONDS * 1000L;
            assertThat(count(api, "deleted", end)).isZero();
            assertThat(count(api, "deleted", newest)).isPositive();
            assertThat(api.post(ADMIN + "delete_series", "match[]", "deleted").status())
                    .isEqualTo(204);
            assertThat(count(api, "deleted", newest)).isZero();
            assertThat(count(api, "kept", newest)).isEqualTo(SECONDS / 2);

            assertThat(api.post(ADMIN + "clean_tombstones").status()).isEqualTo(204);
            blocks(api)
                    .forEach(block -> assertThat(
                                    block.path("stats").path("numTombstones").asInt())
                            .isZero());
            assertThat(count(api, "kept", end)).isPositive();

            long blocks = blocksOf(snapshot(api, "true"));
            assertThat(blocks).isPositive();
            assertThat(blocksOf(snapshot(api, "false"))).isEqualTo(blocks + 1);
            assertThat(api.get("/metrics").body()).containsPattern("\nprometheus_tsdb_blocks_loaded [1-9]");
        }
    }

    /** The promtool is the one of the system property {@code dunlin.promtool}, or the first on the path. */
    @Test
    void makesASnapshotThatPromtoolReads() throws IOException, InterruptedException {
        Path promtool = ChildProcess.find("promtool").orElse(null);
        assumeTrue(promtool != null, "there is no promtool on this machine");
        String[] flags = {"--web.enable-admin-api", "--storage.tsdb.min-block-duration=20s"};
        Path copy;
        try (DunlinProcess server = DunlinProcess.serve(directory, ChildProcess.freePort(), flags)) {
            write(server.api());
            Await.until(LIMIT, server::log, () -> blocks(server.api()).size() > 1);
            copy = snapshot(server.api(), "false");
        }
        String list = promtool(promtool, "list", copy);
        try (Stream<Path> blocks = Files.list(copy)) {
            assertThat(blocks)
                    .allMatch(block -> list.contains(block.getFileName().toString()));
        }
        // Promtool wants the directory of a log, which a snapshot has none of.
        Files.createDirectory(copy.resolve("wal"));
        Set<String> expected = new TreeSet<>();
        for (int second = 0; second < SECONDS; second += 2) {
            for (String name : new String[] {"kept", "deleted"}) {
                expected.add("{__name__=\"" + name + "\", job=\"x\"} " + second + " " + (start + second * 1000L));
            }
        }
        assertThat(promtool(promtool, "dump", copy).lines())
                .hasSameSizeAs(expected)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(promtool(promtool, "analyze", copy)).containsPattern("Series: [12]\\b");
    }

    private String promtool(Path program, String command, Path argument) throws InterruptedException {
        List<String> words = List.of(program.toString(), "tsdb", command, argument.toString());
        try (ChildProcess process = ChildProcess.start(directory, "promtool-" + command, Map.of(), words)) {
            assertThat(process.exitCode()).as(process.errors()).isZero();
            return process.output();
        }
    }
}
