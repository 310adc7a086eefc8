package io.dunlin.http;

import java.util.List;
import java.util.Set;

/**
 * One row of the route table.
 *
 * @param methods the methods it answers; {@code GET} includes {@code HEAD}
 * @param pattern the path; a segment {@code :name} matches any one segment and makes a path parameter
 * @param workload the pool it runs on
 * @param kind how it behaves towards clients
 * @param bodyLimit the largest request body in bytes, as it arrives
 * @param endpoint what answers
 */
public record Route(
        Set<String> methods, String pattern, Workload workload, Kind kind, int bodyLimit, Endpoint endpoint) {
    /** The largest form body; Go's limit, and so Prometheus's. */
    public static final int FORM_LIMIT = 10 << 20;

    /** How a route behaves towards clients. */
    public enum Kind {
        /** Part of the Prometheus API: errors are JSON, browsers of other origins may call it; 503 until ready. */
        API,
        /** As {@link #API}, but it answers in every state of the server. */
        EARLY_API,
        /** As {@link #API}, but it reads a body of its own format and answers errors as text. */
        PROTOCOL,
        /** A page that needs the data behind it: 503 until ready, errors as text. */
        PAGE,
        /** Answers in every state of the server, errors as text. */
        ALWAYS;

        /** Returns whether errors are JSON and browsers of other origins may call. */
        boolean isApi() {
            return this == API || this == EARLY_API;
        }
    }

    /** Returns a GET route of the API. */
    public static Route get(String pattern, Workload workload, Endpoint endpoint) {
        return new Route(Set.of("GET"), pattern, workload, Kind.API, FORM_LIMIT, endpoint);
    }

    /** Returns a GET route of the API that answers in every state of the server. */
    public static Route early(String pattern, Endpoint endpoint) {
        return new Route(Set.of("GET"), pattern, Workload.CONTROL, Kind.EARLY_API, FORM_LIMIT, endpoint);
    }

    /** Returns a route of the API for GET, and for POST with the parameters in a form. */
    public static Route form(String pattern, Workload workload, Endpoint endpoint) {
        return new Route(Set.of("GET", "POST"), pattern, workload, Kind.API, FORM_LIMIT, endpoint);
    }

    /** Returns a route of the API that changes something, for POST and PUT. */
    public static Route action(String pattern, Workload workload, Endpoint endpoint) {
        return new Route(Set.of("POST", "PUT"), pattern, workload, Kind.API, FORM_LIMIT, endpoint);
    }

    /** Returns a POST route that reads a body of its own format. */
    public static Route protocol(String pattern, Workload workload, int bodyLimit, Endpoint endpoint) {
        return new Route(Set.of("POST"), pattern, workload, Kind.PROTOCOL, bodyLimit, endpoint);
    }

    /** Returns a GET route outside the API. */
    public static Route page(String pattern, Kind kind, Endpoint endpoint) {
        return new Route(Set.of("GET"), pattern, Workload.CONTROL, kind, FORM_LIMIT, endpoint);
    }

    boolean needsReady() {
        return kind != Kind.ALWAYS && kind != Kind.EARLY_API;
    }

    boolean isCompressed() {
        return kind != Kind.PROTOCOL;
    }

    boolean allows(String method) {
        return methods.contains(method) || (method.equals("HEAD") && methods.contains("GET"));
    }

    List<String> segments() {
        return RouteTable.segments(pattern);
    }
}
