package io.dunlin.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full and a log whose end is damaged: a clear message, and nothing else lost. */
class BadDiskIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private static long start() {
        return System.currentTimeMillis() - Duration.ofMinutes(10).toMillis();
    }

    @Test
    void refusesWritesOnAFullDiskAndTakesThemWhenThereIsRoom() throws InterruptedException, IOException {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", disk.toString()), "cannot mount a small disk");
        int port = ChildProcess.freePort();
        CountingWriter writer = new CountingWriter("full", start(), 100);
        try (DunlinProcess server = DunlinProcess.serve(disk, port)) {
            writer.sendAll(server.api(), 20);
            Path filler = disk.resolve("filler");
            fill(filler);
            ApiClient.Answer[] refused = new ApiClient.Answer[1];
            Await.until(LIMIT, server::log, () -> {
                refused[0] = writer.send(server.api());
                return refused[0].status() != 204;
            });

            assertThat(refused[0].status()).isEqualTo(503);
            assertThat(refused[0].body()).contains("No space left on device");
            writer.requireAll(server.api());
            assertThat(server.api().isOk("/-/ready")).isTrue();

            Files.delete(filler);
            Await.until(LIMIT, server::log, () -> writer.send(server.api()).status() == 204);
            writer.sendAll(server.api(), 20);
            assertThat(server.process().errors()).isEmpty();
            server.process().kill();
        } finally {
            try (DunlinProcess again = DunlinProcess.serve(disk, port)) {
                writer.requireAll(again.api());
            } finally {
                run("umount", "-l", disk.toString());
            }
        }
    }

    private boolean run(String... command) throws InterruptedException {
        if (ChildProcess.find(command[0]).isEmpty()) {
            return false;
        }
        try (ChildProcess process = ChildProcess.start(directory, command[0], Map.of(), List.of(command))) {
            return process.exitCode() == 0;
        }
    }

    private static void fill(Path filler) throws IOException {
        byte[] block = new byte[1 << 16];
        try (RandomAccessFile file = new RandomAccessFile(filler.toFile(), "rw")) {
            while (true) {
                file.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left on device");
        }
    }

    @Test
    void cutsADamagedEndOfTheLogAndServesTheRest() throws InterruptedException, IOException {
        int port = ChildProcess.freePort();
        CountingWriter writer = new CountingWriter("damaged", start(), 100);
        try (DunlinProcess server = DunlinProcess.serve(directory, port)) {
            writer.sendAll(server.api(), 30);
            server.process().kill();
        }
        damageEnd(newestSegment());
        writer.forget(1);
        try (DunlinProcess server = DunlinProcess.serve(directory, port)) {
            assertThat(server.log())
                    .contains("level=warn", newestSegment().getFileName().toString());
            writer.requireAll(server.api());
            JsonNode state = server.api().get("/api/v1/status/runtimeinfo").data();
            assertThat(state.get("corruptionCount").intValue()).isEqualTo(1);
            assertThat(state.get("storageRetention").textValue()).isEqualTo("15d");
            assertThat(server.process().errors()).isEmpty();
        }
    }

    private Path newestSegment() throws IOException {
        try (Stream<Path> segments = Files.list(directory.resolve("data/log"))) {
            return segments.max(Comparator.naturalOrder()).orElseThrow();
        }
    }

    /** Changes a byte of the last record; behind it there are only zeros. */
    private static void damageEnd(Path segment) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        int last = bytes.length - 1;
        while (bytes[last] == 0) {
            last--;
        }
        bytes[last - 8] ^= 0x55;
        Files.write(segment, bytes);
    }
}
