package io.dunlin.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.concurrent.EventExecutor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides from a request's head alone whether an endpoint may have it, and makes the answers that need no endpoint.
 * Stateless but for the readiness; called on I/O loops, so nothing here blocks.
 */
final class Gatekeeper {
    private static final String API_PREFIX = "/api/v1/";

    private final RouteTable routes;
    private final ServerOptions options;
    private final EarlyRequests early = new EarlyRequests();
    private volatile Readiness readiness = Readiness.STARTING;

    Gatekeeper(RouteTable routes, ServerOptions options) {
        this.routes = routes;
        this.options = options;
    }

    void readiness(Readiness now) {
        readiness = now;
        early.release();
    }

    /** Holds a request that came too early ({@link Decision#tooEarly}); it is to be decided on again when it goes on. */
    void hold(EventExecutor loop, Runnable goOn) {
        early.hold(loop, goOn);
        if (readiness != Readiness.STARTING) {
            early.release();
        }
    }

    Readiness readiness() {
        return readiness;
    }

    /** What becomes of a request: either {@code refusal} is the answer, or the route has it. */
    record Decision(RequestTarget target, RouteTable.Match match, FullHttpResponse refusal, boolean tooEarly) {
        static Decision refuse(FullHttpResponse answer) {
            return new Decision(null, null, answer, false);
        }

        Route route() {
            return match.route();
        }
    }

    Decision decide(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Decision.refuse(undecodable(request.decoderResult().cause()));
        }
        if (request.protocolVersion().majorVersion() != 1) {
            return Decision.refuse(text(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "only HTTP/1.0 and HTTP/1.1\n"));
        }
        boolean lacksHost = !request.headers().contains(HttpHeaderNames.HOST);
        if (lacksHost && request.protocolVersion().minorVersion() > 0) {
            return Decision.refuse(text(HttpResponseStatus.BAD_REQUEST, "missing required Host header\n"));
        }
        try {
            return route(request, RequestTarget.parse(request.uri()));
        } catch (ApiException e) {
            Route.Kind kind = request.uri().startsWith(API_PREFIX) ? Route.Kind.API : Route.Kind.ALWAYS;
            return Decision.refuse(error(kind, e.type(), e.getMessage()));
        }
    }

    private Decision route(HttpRequest request, RequestTarget target) {
        RouteTable.Match match = routes.match(request.method().name(), target.path());
        boolean isApi = target.path().startsWith(API_PREFIX);
        if (request.method().equals(HttpMethod.OPTIONS) && (isApi || match.isKnownPath())) {
            return Decision.refuse(preflight(request, match, isApi));
        }
        if (!match.isKnownPath()) {
            String shorter = withoutSlash(target.path());
            if (routes.match(request.method().name(), shorter).isKnownPath()) {
                return Decision.refuse(moved(request, shorter, target.query()));
            }
            return Decision.refuse(text(HttpResponseStatus.NOT_FOUND, "404 page not found\n"));
        }
        if (match.route() == null) {
            FullHttpResponse answer = text(HttpResponseStatus.METHOD_NOT_ALLOWED, "Method Not Allowed\n");
            answer.headers().set(HttpHeaderNames.ALLOW, allowed(match));
            return Decision.refuse(answer);
        }
        if (match.route().needsReady() && readiness != Readiness.READY) {
            return new Decision(null, null, notReady(), readiness == Readiness.STARTING);
        }
        return new Decision(target, match, null, false);
    }

    private static String withoutSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** A path with a slash too many is answered with the right one; a form is to be sent there again as it is. */
    private static FullHttpResponse moved(HttpRequest request, String path, String query) {
        boolean get = request.method().equals(HttpMethod.GET);
        FullHttpResponse answer =
                empty(get ? HttpResponseStatus.MOVED_PERMANENTLY : HttpResponseStatus.PERMANENT_REDIRECT);
        answer.headers().set(HttpHeaderNames.LOCATION, query.isEmpty() ? path : path + "?" + query);
        return answer;
    }

    private static String allowed(RouteTable.Match match) {
        List<String> methods = new ArrayList<>(match.allowedMethods());
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }

    private FullHttpResponse preflight(HttpRequest request, RouteTable.Match match, boolean isApi) {
        FullHttpResponse answer = empty(HttpResponseStatus.NO_CONTENT);
        if (match.isKnownPath()) {
            answer.headers().set(HttpHeaderNames.ALLOW, allowed(match));
        }
        if (isApi) {
            cors(request.headers(), answer.headers());
        }
        return answer;
    }

    private FullHttpResponse notReady() {
        FullHttpResponse answer = text(HttpResponseStatus.SERVICE_UNAVAILABLE, "Service Unavailable");
        answer.headers().set("X-Prometheus-Stopping", Boolean.toString(readiness == Readiness.STOPPING));
        return answer;
    }

    /** Adds to an answer of the API what browsers need. */
    void cors(HttpHeaders request, HttpHeaders answer) {
        String origin = request.get(HttpHeaderNames.ORIGIN);
        Cors.apply(origin == null ? "" : origin, options, answer);
    }

    /** Returns the answer to bytes that are no request, or none within the limits. */
    static FullHttpResponse undecodable(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return error(
                    Route.Kind.ALWAYS,
                    ErrorType.URI_TOO_LONG,
                    "request line too long: limit=" + HttpServer.LINE_LIMIT + " bytes; send the parameters as a form");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return error(
                    Route.Kind.ALWAYS,
                    ErrorType.HEADERS_TOO_LARGE,
                    "headers too large: limit=" + HttpServer.HEADER_LIMIT + " bytes");
        }
        String reason = cause instanceof TooLongFrameException ? "message part too long" : "malformed HTTP message";
        return error(Route.Kind.ALWAYS, ErrorType.BAD_DATA, reason + ": " + cause.getMessage());
    }

    static FullHttpResponse error(Route.Kind kind, ErrorType type, String message) {
        FullHttpResponse answer = empty(HttpResponseStatus.valueOf(type.status()));
        byte[] body = ErrorAnswer.prepare(kind, type, message, answer.headers());
        return answer.replace(Unpooled.wrappedBuffer(body));
    }

    private static FullHttpResponse text(HttpResponseStatus status, String text) {
        FullHttpResponse answer = empty(status);
        ErrorAnswer.plainText(answer.headers());
        return answer.replace(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static FullHttpResponse empty(HttpResponseStatus status) {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
    }
}
