package io.dunlin.bench.block;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Prometheus that does nothing but merge the blocks of its directory. It looks for work once a minute and leaves the
 * newest block alone.
 */
final class MergingPrometheus implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Path directory;
    private final Process process;

    /** Starts it; blocks become at most {@code longest} long. */
    MergingPrometheus(Path prometheus, Path directory, Duration longest) throws IOException {
        this.directory = directory;
        this.process = new ProcessBuilder(
                        prometheus.toString(),
                        "--config.file=/dev/null",
                        "--storage.tsdb.path=" + directory,
                        "--storage.tsdb.retention.time=100y",
                        "--storage.tsdb.min-block-duration=2h",
                        "--storage.tsdb.max-block-duration=" + longest.toHours() + "h",
                        "--web.listen-address=127.0.0.1:" + freePort())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolveSibling("prometheus.log").toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until there is a block with at least so many samples of level 2, and returns its directory. */
    Path awaitMerged(long samples) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            Optional<Path> merged = merged(samples);
            if (merged.isPresent()) {
                return merged.get();
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new IOException("Prometheus did not merge: directory=" + directory);
    }

    private Optional<Path> merged(long samples) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path block : (Iterable<Path>) entries::iterator) {
                Path file = block.resolve("meta.json");
                if (block.getFileName().toString().contains(".") || !Files.exists(file)) {
                    continue;
                }
                JsonNode meta = new ObjectMapper().readTree(file.toFile());
                if (meta.at("/compaction/level").asInt() == 2
                        && meta.at("/stats/numSamples").asLong() >= samples) {
                    return Optional.of(block);
                }
            }
            return Optional.empty();
        } catch (NoSuchFileException mergedAway) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
