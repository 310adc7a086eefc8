package io.dunlin.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finished epochs become blocks that promtool reads, and queries see head and blocks as one. */
class BlocksIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int BLOCKS = 3;

    @TempDir
    private Path directory;

    @Test
    void cutsMergesAndServesBlocks() throws InterruptedException {
        int port = ChildProcess.freePort();
        String[] flags = {"--storage.tsdb.min-block-duration=1m", "--storage.tsdb.max-block-duration=3m"};
        long start = System.currentTimeMillis() - Duration.ofMinutes(20).toMillis();
        CountingWriter writer = new CountingWriter("cut", start, 5_000);
        try (DunlinProcess server = DunlinProcess.serve(directory, port, flags)) {
            for (int minute = 0; minute < 8; minute++) {
                writer.sendAll(server.api(), 12);
                writer.requireAll(server.api());
            }
            Await.until(
                    LIMIT, () -> "blocks:\n" + server.log(), () -> server.log().contains("Compacted"));
            writer.requireAll(server.api());
            server.process().kill();
        }
        try (DunlinProcess server = DunlinProcess.serve(directory, port, flags)) {
            writer.sendAll(server.api(), 12);
            Await.until(LIMIT, () -> "blocks:\n" + server.log(), () -> blocks().size() >= BLOCKS);
            writer.requireAll(server.api());
            assertThat(server.stop()).isZero();
            assertThat(server.process().errors()).isEmpty();
        }
        readByPromtool();
    }

    /** Thanos's list of uploaded blocks is empty at first, and has all of them when the server starts again. */
    @Test
    void mergesBlocksWhenTheyHaveBeenUploaded() throws IOException, InterruptedException {
        int port = ChildProcess.freePort();
        Path uploads = Files.writeString(directory.resolve("thanos.shipper.json"), "{\"version\":1,\"uploaded\":[]}");
        String[] flags = {
            "--storage.tsdb.min-block-duration=1m",
            "--storage.tsdb.max-block-duration=3m",
            "--storage.tsdb.delay-compact-file.path=" + uploads
        };
        long start = System.currentTimeMillis() / 180_000 * 180_000
                - Duration.ofMinutes(21).toMillis();
        CountingWriter writer = new CountingWriter("wait", start, 5_000);
        try (DunlinProcess server = DunlinProcess.serve(directory, port, flags)) {
            writer.sendAll(server.api(), 12 * 9);
            Await.until(LIMIT, () -> "blocks:\n" + server.log(), () -> blocks().size() == 8);
            assertThat(server.stop()).isZero();
            assertThat(server.log()).doesNotContain("Compacted");
        }
        String ulids = blocks().stream()
                .map(block -> "\"" + block.getFileName() + "\"")
                .collect(Collectors.joining(",", "{\"version\":1,\"uploaded\":[", "]}"));
        Files.writeString(uploads, ulids);
        try (DunlinProcess server = DunlinProcess.serve(directory, port, flags)) {
            Await.until(
                    LIMIT, () -> "blocks:\n" + server.log(), () -> server.log().contains("Compacted 3 blocks"));
            writer.requireAll(server.api());
        }
    }

    private List<Path> blocks() {
        try (Stream<Path> entries = Files.list(directory.resolve("data"))) {
            return entries.filter(entry -> Files.exists(entry.resolve("meta.json")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readByPromtool() throws InterruptedException {
        Path promtool = ChildProcess.find("promtool").orElse(null);
        assumeTrue(promtool != null, "there is no promtool on this machine");
        Path copy = copyOfBlocks();
        try (ChildProcess list = promtool(promtool, "list", copy.toString())) {
            assertThat(list.exitCode()).as(list.errors()).isZero();
            for (Path block : blocks()) {
                assertThat(list.output()).contains(block.getFileName().toString());
            }
        }
        try (ChildProcess analyze = promtool(promtool, "analyze", copy.toString())) {
            assertThat(analyze.exitCode()).as(analyze.errors()).isZero();
            assertThat(analyze.output()).contains("Series: 50");
        }
    }

    private ChildProcess promtool(Path binary, String command, String argument) {
        return ChildProcess.start(
                directory, "promtool-" + command, Map.of(), List.of(binary.toString(), "tsdb", command, argument));
    }

    /** Promtool opens a directory for writing, so it gets a copy. */
    private Path copyOfBlocks() {
        Path copy = directory.resolve("copy");
        for (Path block : blocks()) {
            try (Stream<Path> files = Files.walk(block)) {
                for (Path file : files.toList()) {
                    Path target =
                            copy.resolve(block.getParent().relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return copy;
    }
}
