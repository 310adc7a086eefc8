package io.dunlin.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/** Lets pages of other origins call the API, with Prometheus's headers. */
final class Cors {
    private static final String ALLOWED_HEADERS = "Accept, Authorization, Content-Type, Origin";
    private static final String ALLOWED_METHODS = "GET, POST, OPTIONS";

    private Cors() {}

    /** Adds the headers for a request from {@code origin}, which is empty where the client is no browser page. */
    static void apply(String origin, ServerOptions options, HttpHeaders answer) {
        answer.add(HttpHeaderNames.VARY, "Origin");
        if (origin.isEmpty()) {
            return;
        }
        answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS);
        answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, ALLOWED_METHODS);
        answer.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "Date");
        if (options.corsOrigin().pattern().equals(ServerOptions.ANY_ORIGIN.pattern())) {
            answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        } else if (options.corsOrigin().matches(origin)) {
            answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
    }
}
