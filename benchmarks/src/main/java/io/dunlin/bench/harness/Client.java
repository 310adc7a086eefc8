package io.dunlin.bench.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Talks to one server over HTTP/1.1. Thread-safe. */
public final class Client {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int FIRST_NOT_OK = 300;
    private static final int UNAVAILABLE = 503;
    private static final String RETRY_AFTER = "Retry-After";

    /** How often a write is sent again that a server has no room for yet, as Prometheus's sender does. */
    private static final int MOST_RETRIES = 60;

    private final URI base;
    private final ServerKind kind;

    Client(URI base, ServerKind kind) {
        this.base = base;
        this.kind = kind;
    }

    /** An answer with the seconds it took, body included. */
    public record Timed(JsonNode data, double seconds, int bytes) {}

    /** Returns whether a path answers 200. */
    public boolean isOk(String path) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(base.resolve(path)).build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException notListeningYet) {
            return false;
        }
    }

    /** Sends one remote-write request, again where the server asks for that, and waits for its acknowledgement. */
    public void write(byte[] body) throws IOException, InterruptedException {
        HttpResponse<String> response = writeOnce(body);
        for (int again = 0; again < MOST_RETRIES && mayRetry(response); again++) {
            TimeUnit.SECONDS.sleep(
                    response.headers().firstValueAsLong(RETRY_AFTER).orElseThrow());
            response = writeOnce(body);
        }
        if (response.statusCode() >= FIRST_NOT_OK) {
            throw new IOException("write refused: status=" + response.statusCode() + " body=" + response.body());
        }
    }

    private static boolean mayRetry(HttpResponse<String> response) {
        return response.statusCode() == UNAVAILABLE
                && response.headers().firstValue(RETRY_AFTER).isPresent();
    }

    private HttpResponse<String> writeOnce(byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(kind.writePath()))
                .header("Content-Type", "application/x-protobuf")
                .header("Content-Encoding", "snappy")
                .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Posts a form to {@code /api/v1/…} and returns the field {@code data} of the answer. */
    public Timed api(String path, Map<String, String> form) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(kind.queryPrefix() + "/api/v1/" + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encode(form)))
                .build();
        long start = System.nanoTime();
        HttpResponse<byte[]> response = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        double seconds = (System.nanoTime() - start) / 1e9;
        if (response.statusCode() != OK) {
            String words = new String(response.body(), StandardCharsets.UTF_8);
            throw new IOException("query failed: form=" + form + " status=" + response.statusCode() + " body=" + words);
        }
        return new Timed(JSON.readTree(response.body()).get("data"), seconds, response.body().length);
    }

    private static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
