package io.dunlin.http.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dunlin.http.HttpServer;
import io.dunlin.http.Readiness;
import io.dunlin.http.RequestObserver;
import io.dunlin.http.RouteTable;
import io.dunlin.http.ServerOptions;
import io.dunlin.promql.engine.QueryEngine;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.storage.Storage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A server with the whole API over a given storage and engine, and a client that asks it as real clients do. */
final class ApiFixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpServer server;

    ApiFixture(Storage storage, QueryEngine engine, QueryLanguage language) throws IOException {
        ApiServices services = new ApiServices(
                storage,
                engine,
                language,
                Duration.ofMinutes(2),
                ApiFixture::metadata,
                new Info(),
                out -> out.write("dunlin_up 1\n".getBytes(StandardCharsets.UTF_8)),
                Clock.fixed(NOW, ZoneOffset.UTC));
        ServerOptions options = ServerOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server = HttpServer.start(options, new RouteTable(ApiRoutes.of(services)), RequestObserver.NONE);
        server.readiness(Readiness.READY);
    }

    HttpServer server() {
        return server;
    }

    private static List<MetricMetadata> metadata(String family) {
        List<MetricMetadata> all = List.of(
                new MetricMetadata("a_seconds", "histogram", "Time of a.", "seconds"),
                new MetricMetadata("a_seconds", "gauge", "", ""),
                new MetricMetadata("b_total", "counter", "Count of b.", ""));
        return all.stream()
                .filter(entry -> family.isEmpty() || entry.family().equals(family))
                .toList();
    }

    private static final class Info implements ServerInfo {
        @Override
        public String name() {
            return "Dunlin";
        }

        @Override
        public BuildInfo build() {
            return new BuildInfo("3.14.0", "abc", "main", "someone", "20260102-03:04:05", "none");
        }

        @Override
        public RuntimeInfo runtime() {
            return new RuntimeInfo(NOW.minusSeconds(60), "/data", "host", true, NOW.minusSeconds(59), 0, "15d");
        }

        @Override
        public SortedMap<String, String> flags() {
            return new TreeMap<>(java.util.Map.of("storage.tsdb.path", "data", "query.timeout", "2m"));
        }

        @Override
        public String configYaml() {
            return "global:\n  external_labels:\n    cluster: \"a\"\n";
        }
    }

    /** One answer. */
    record Answer(int status, String contentType, String body) {
        JsonNode json() {
            try {
                return MAPPER.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + body, e);
            }
        }

        JsonNode data() {
            return json().get("data");
        }
    }

    /** Asks with parameters in the URL; {@code pairs} are names and values in turn. */
    Answer get(String path, String... pairs) {
        String query = encode(pairs);
        return send(HttpRequest.newBuilder(uri(query.isEmpty() ? path : path + "?" + query)));
    }

    /** Asks with parameters in a form. */
    Answer post(String path, String... pairs) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encode(pairs))));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String type = answer.headers().firstValue("content-type").orElse("");
            return new Answer(answer.statusCode(), type, answer.body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no answer", e);
        }
    }

    URI uri(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + server.address().getPort() + pathAndQuery);
    }

    private static String encode(String... pairs) {
        List<String> encoded = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            encoded.add(URLEncoder.encode(pairs[i], StandardCharsets.UTF_8) + "="
                    + URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
        }
        return String.join("&", encoded);
    }

    @Override
    public void close() {
        server.close();
    }
}
