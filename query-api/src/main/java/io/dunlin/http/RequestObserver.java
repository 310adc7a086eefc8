package io.dunlin.http;

/** Is told of every request that was answered; for self metrics and access logs. Called by many threads, must not throw. */
@FunctionalInterface
public interface RequestObserver {
    /** Does nothing. */
    RequestObserver NONE = (pattern, status, nanos) -> {};

    /**
     * Reports one answer.
     *
     * @param pattern the pattern of the route, or the empty string where no route was found
     * @param status the HTTP status
     * @param nanos from the arrival of the request's head to the last byte handed to the connection
     */
    void answered(String pattern, int status, long nanos);
}
