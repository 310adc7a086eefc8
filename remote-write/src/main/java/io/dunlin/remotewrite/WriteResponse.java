package io.dunlin.remotewrite;

/**
 * The answer to a write request.
 *
 * @param status the HTTP status
 * @param message the body as plain text; empty on success
 * @param retryAfterSeconds the value of the {@code Retry-After} header, 0 for none
 */
public record WriteResponse(int status, String message, int retryAfterSeconds) {
    static final WriteResponse DONE = new WriteResponse(204, "", 0);

    private static final int RETRY_AFTER_SECONDS = 5;

    static WriteResponse badRequest(String message) {
        return new WriteResponse(400, message, 0);
    }

    static WriteResponse methodNotAllowed(String method) {
        return new WriteResponse(405, "method not allowed: method=" + method + " expected=POST", 0);
    }

    static WriteResponse tooLarge(int bytes, int limit) {
        return new WriteResponse(413, "request body is too large: bytes=" + bytes + " limit=" + limit, 0);
    }

    static WriteResponse unsupported(String what) {
        return new WriteResponse(415, what, 0);
    }

    static WriteResponse broken(String message) {
        return new WriteResponse(500, message, 0);
    }

    /** The request has waited here already, for what will soon be: the sender may send it again at once. */
    static WriteResponse putOff(String message) {
        return new WriteResponse(503, message, 1);
    }

    /** The request is good, but cannot be served now: the sender may send it again. */
    static WriteResponse unavailable(String message) {
        return new WriteResponse(503, message, RETRY_AFTER_SECONDS);
    }
}
