package io.dunlin.http.endpoint;

import io.dunlin.http.HttpServer;
import io.dunlin.http.Readiness;
import io.dunlin.http.RequestObserver;
import io.dunlin.http.RouteTable;
import io.dunlin.http.ServerOptions;
import io.dunlin.http.endpoint.ApiClient.Answer;
import io.dunlin.http.querylog.QueryObserver;
import io.dunlin.promql.engine.QueryEngine;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.storage.Storage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A server with the whole API over a given storage and engine, and a client that asks it as real clients do. */
final class ApiFixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private final HttpServer server;
    private final ApiClient client;

    ApiFixture(Storage storage, QueryEngine engine, QueryLanguage language) throws IOException {
        this(storage, engine, language, QueryObserver.NONE);
    }

    ApiFixture(Storage storage, QueryEngine engine, QueryLanguage language, QueryObserver queries) throws IOException {
        this(storage, engine, language, queries, Optional.empty());
    }

    ApiFixture(
            Storage storage,
            QueryEngine engine,
            QueryLanguage language,
            QueryObserver queries,
            Optional<DatabaseAdmin> admin)
            throws IOException {
        ApiServices services = new ApiServices(
                storage,
                engine,
                language,
                Duration.ofMinutes(2),
                queries,
                ApiFixture::metadata,
                new FixedDatabase(),
                admin,
                new Info(),
                out -> out.write("dunlin_up 1\n".getBytes(StandardCharsets.UTF_8)),
                Clock.fixed(NOW, ZoneOffset.UTC));
        ServerOptions options = ServerOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server = HttpServer.start(options, new RouteTable(ApiRoutes.of(services)), RequestObserver.NONE);
        server.readiness(Readiness.READY);
        client = new ApiClient(server.address().getPort());
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

    /** Asks with parameters in the URL; {@code pairs} are names and values in turn. */
    Answer get(String path, String... pairs) {
        return client.get(path, pairs);
    }

    /** Asks with parameters in a form. */
    Answer post(String path, String... pairs) {
        return client.post(path, pairs);
    }

    Answer send(HttpRequest.Builder request) {
        return client.send(request);
    }

    URI uri(String pathAndQuery) {
        return client.uri(pathAndQuery);
    }

    @Override
    public void close() {
        server.close();
    }
}
