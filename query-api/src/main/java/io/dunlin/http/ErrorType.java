package io.dunlin.http;

/** The kinds of error that the Prometheus API names, each with its HTTP status: the one table of statuses. */
public enum ErrorType {
    BAD_DATA("bad_data", 400),
    EXECUTION("execution", 422),
    CANCELED("canceled", 499),
    TIMEOUT("timeout", 503),
    INTERNAL("internal", 500),
    NOT_FOUND("not_found", 404),
    /** A part of the server is not there, or is switched off; Prometheus answers 500. */
    UNAVAILABLE("unavailable", 500),
    /** Too much work at once; the client may come again. Prometheus has no such answer, it queues without limit. */
    OVERLOADED("unavailable", 503),
    TOO_LARGE("bad_data", 413),
    URI_TOO_LONG("bad_data", 414),
    HEADERS_TOO_LARGE("bad_data", 431),
    EXPECTATION_FAILED("bad_data", 417);

    private final String words;
    private final int status;

    ErrorType(String words, int status) {
        this.words = words;
        this.status = status;
    }

    /** Returns the value of {@code errorType} in the answer. */
    public String words() {
        return words;
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }
}
