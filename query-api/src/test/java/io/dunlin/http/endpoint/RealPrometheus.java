package io.dunlin.http.endpoint;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dunlin.http.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Prometheus from the machine's package, over blocks that its own promtool made. */
final class RealPrometheus implements AutoCloseable {
    private final Process process;
    private final int port;

    private RealPrometheus(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one that holds the samples of an OpenMetrics text; the test is skipped where there is no Prometheus. */
    static RealPrometheus start(Path directory, String openMetrics) throws IOException, InterruptedException {
        assumeTrue(isInstalled("prometheus") && isInstalled("promtool"), "prometheus and promtool are not installed");
        Path samples = Files.writeString(directory.resolve("samples.om"), openMetrics);
        Path data = directory.resolve("data");
        Path log = directory.resolve("log");
        Process blocks = new ProcessBuilder(
                        "promtool", "tsdb", "create-blocks-from", "openmetrics", samples.toString(), data.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!blocks.waitFor(30, TimeUnit.SECONDS) || blocks.exitValue() != 0) {
            throw new AssertionError("promtool failed: " + Files.readString(log));
        }
        int port = freePort();
        Path config = Files.writeString(directory.resolve("prometheus.yml"), "global: {}\n");
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + data,
                        "--storage.tsdb.retention.time=100y",
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        RealPrometheus prometheus = new RealPrometheus(process, port);
        Eventually.holds(() -> prometheus.answersReady());
        return prometheus;
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answersReady() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("GET /-/ready HTTP/1.0\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return answer.startsWith("HTTP/1.0 200");
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
