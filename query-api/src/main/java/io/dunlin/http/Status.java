package io.dunlin.http;

/** Facts about HTTP status codes. */
final class Status {
    static final int OK = 200;
    static final int NO_CONTENT = 204;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int SERVICE_UNAVAILABLE = 503;
    private static final int NOT_MODIFIED = 304;

    private Status() {}

    /** Returns whether an answer with this status has a body and says how long it is. */
    static boolean allowsBody(int status) {
        return status >= OK && status != NO_CONTENT && status != NOT_MODIFIED;
    }
}
