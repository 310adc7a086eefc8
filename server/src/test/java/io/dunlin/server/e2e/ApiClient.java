package io.dunlin.server.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.StringJoiner;

/** Calls the HTTP API of Dunlin or of a Prometheus. */
public final class ApiClient {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();
    private final String base;

    /** An answer of any status. */
    public record Answer(int status, String contentType, String body) {
        public JsonNode json() {
            try {
                return MAPPER.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException("no JSON: " + body, e);
            }
        }

        /** Returns {@code data} of a successful answer. */
        public JsonNode data() {
            if (status != 200 || !json().path("status").asText().equals("success")) {
                throw new AssertionError("status " + status + ": " + body);
            }
            return json().path("data");
        }
    }

    public ApiClient(int port) {
        base = "http://127.0.0.1:" + port;
    }

    public Answer get(String path, String... parameters) {
        String query = parameters.length == 0 ? "" : "?" + form(parameters);
        return send(request(path + query).GET());
    }

    /** Posts a form, as Grafana and client_golang do. */
    public Answer post(String path, String... parameters) {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(parameters))));
    }

    public Answer post(String path, byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return send(request);
    }

    public JsonNode query(String expression, double time) {
        return post("/api/v1/query", "query", expression, "time", Double.toString(time))
                .data()
                .path("result");
    }

    public JsonNode queryRange(String expression, double start, double end, int step) {
        return post(
                        "/api/v1/query_range",
                        "query",
                        expression,
                        "start",
                        Double.toString(start),
                        "end",
                        Double.toString(end),
                        "step",
                        Integer.toString(step))
                .data()
                .path("result");
    }

    /** Returns whether a path answers 200 now; a refused connection is an answer too. */
    public boolean isOk(String path) {
        try {
            return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(base + pathAndQuery)).timeout(TIMEOUT);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("content-type").orElse(""),
                    response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String form(String... parameters) {
        StringJoiner form = new StringJoiner("&");
        for (int i = 0; i < parameters.length; i += 2) {
            form.add(URLEncoder.encode(parameters[i], StandardCharsets.UTF_8) + "="
                    + URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        }
        return form.toString();
    }
}
