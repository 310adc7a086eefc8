package io.dunlin.http.endpoint;

import io.dunlin.http.Request;
import io.dunlin.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** What is not under {@code /api/v1}: health, self metrics, and a page for people. */
final class PageEndpoints {
    private static final int OK = 200;
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final ServerInfo info;
    private final SelfMetrics selfMetrics;
    private final byte[] home;

    PageEndpoints(ServerInfo info, SelfMetrics selfMetrics) {
        this.info = info;
        this.selfMetrics = selfMetrics;
        this.home = resource("home.html");
    }

    private static byte[] resource(String name) {
        try (InputStream in = PageEndpoints.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + name, e);
        }
    }

    void healthy(Request request, Response response) throws IOException {
        response.text(OK, info.name() + " is Healthy.\n");
    }

    void ready(Request request, Response response) throws IOException {
        response.text(OK, info.name() + " is Ready.\n");
    }

    void metrics(Request request, Response response) throws IOException {
        response.contentType(METRICS_TYPE);
        try (OutputStream out = response.body()) {
            selfMetrics.write(out);
        }
    }

    void home(Request request, Response response) throws IOException {
        response.contentType("text/html; charset=utf-8");
        try (OutputStream out = response.body()) {
            out.write(home);
        }
    }
}
