package io.dunlin.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** One request with its whole body. Valid until the endpoint returns; used by one thread at a time. */
public final class Request {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final HttpRequest head;
    private final String path;
    private final String rawQuery;
    private final Map<String, String> pathParameters;
    private final String client;
    private final ByteBuf body;
    private final long arrivalNanos;
    private final Cancellation cancellation = new Cancellation();
    private Parameters parameters;

    Request(
            HttpRequest head,
            RequestTarget target,
            Map<String, String> pathParameters,
            String client,
            ByteBuf body,
            long arrival) {
        this.head = head;
        this.client = client;
        this.path = target.path();
        this.rawQuery = target.query();
        this.pathParameters = pathParameters;
        this.body = body;
        this.arrivalNanos = arrival;
    }

    /** Returns the method in upper case. */
    public String method() {
        return head.method().name();
    }

    /** Returns the path as sent, without the query. */
    public String path() {
        return path;
    }

    /** Returns the decoded part of the path that stands for {@code :name} in the route's pattern. */
    public String pathParameter(String name) {
        return pathParameters.getOrDefault(name, "");
    }

    /**
     * Returns the parameters of the URL's query and of the form body.
     *
     * @throws ApiException when they are badly encoded
     */
    public Parameters parameters() {
        if (parameters == null) {
            String form = hasForm() ? body.toString(StandardCharsets.UTF_8) : "";
            try {
                parameters = Parameters.parse(form, rawQuery);
            } catch (ApiException e) {
                throw new ApiException(ErrorType.BAD_DATA, "error parsing form values: " + e.getMessage());
            }
        }
        return parameters;
    }

    private boolean hasForm() {
        String type = header("content-type");
        int end = type.indexOf(';');
        String media = (end < 0 ? type : type.substring(0, end)).trim();
        return !method().equals("GET") && media.toLowerCase(Locale.ROOT).equals(FORM);
    }

    /** Returns the first value of a header, or the empty string; names are case-insensitive. */
    public String header(String name) {
        String value = head.headers().get(name);
        return value == null ? "" : value;
    }

    /** Returns the address that the client used for this server, host and port, or the empty string. */
    public String host() {
        return header(HttpHeaderNames.HOST.toString());
    }

    /** Returns the address that the request came from, without the port; a proxy's where there is one. */
    public String clientAddress() {
        return client;
    }

    /** Returns the body as it arrived. It is released when the endpoint returns: copy what is needed longer. */
    public ByteBuf body() {
        return body;
    }

    /** Returns {@link System#nanoTime()} at the arrival of the request's head: time in a queue counts for time limits. */
    public long arrivalNanos() {
        return arrivalNanos;
    }

    /** Returns what says that the client is gone. */
    public Cancellation cancellation() {
        return cancellation;
    }
}
