package io.dunlin.server.differential;

import io.dunlin.server.e2e.Await;
import io.dunlin.server.e2e.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real Prometheus that this test started; answers over loopback and connections that stay open. Thread-safe. */
final class ReferencePrometheus implements AutoCloseable, Answering {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ChildProcess process;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI root;

    private ReferencePrometheus(ChildProcess process, int port) {
        this.process = process;
        this.root = URI.create("http://127.0.0.1:" + port);
    }

    /**
     * Starts one with an empty database and waits until it is ready.
     *
     * @param features what stands behind {@code --enable-feature}; none when empty
     * @param flags more flags
     */
    static ReferencePrometheus start(Path binary, Path directory, String features, String... flags) throws IOException {
        Path config = Files.writeString(Files.createDirectories(directory).resolve("prometheus.yml"), "");
        int port = ChildProcess.freePort();
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--web.enable-remote-write-receiver",
                "--log.level=warn"));
        if (!features.isEmpty()) {
            command.add("--enable-feature=" + features);
        }
        command.addAll(List.of(flags));
        ReferencePrometheus started =
                new ReferencePrometheus(ChildProcess.start(directory, "prometheus", Map.of(), command), port);
        Await.until(LIMIT, started.process::errors, started::isReady);
        return started;
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new AssertionError("Prometheus ended: " + process.errors());
        }
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(root.resolve("/-/ready")).build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void write(byte[] body) {
        remote("/api/v1/write", "X-Prometheus-Remote-Write-Version", body);
    }

    /** Takes all samples by remote-read, histograms with all the buckets of their chunks, as a remote-write request. */
    byte[] read() {
        return RemoteRead.writeRequest(
                remote("/api/v1/read", "X-Prometheus-Remote-Read-Version", RemoteRead.ofEverything()));
    }

    private byte[] remote(String path, String version, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(root.resolve(path))
                .header("Content-Type", "application/x-protobuf")
                .header("Content-Encoding", "snappy")
                .header(version, "0.1.0")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<byte[]> response = send(request);
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError("Prometheus refused " + path + ": status=" + response.statusCode() + " "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
        return response.body();
    }

    @Override
    public Answer answer(QueryCase query) {
        String form = "query=" + URLEncoder.encode(query.query(), StandardCharsets.UTF_8)
                + (query.isRange()
                        ? "&start=" + seconds(query.start()) + "&end=" + seconds(query.end()) + "&step="
                                + seconds(query.step())
                        : "&time=" + seconds(query.start()));
        HttpRequest request = HttpRequest.newBuilder(
                        root.resolve(query.isRange() ? "/api/v1/query_range" : "/api/v1/query"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        return ReferenceAnswers.read(send(request).body());
    }

    private static String seconds(long millis) {
        return millis / 1000 + "." + String.format(java.util.Locale.ROOT, "%03d", millis % 1000);
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
