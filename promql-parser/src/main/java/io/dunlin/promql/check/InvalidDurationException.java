package io.dunlin.promql.check;

/** A duration expression whose value, known when the query starts, is none that can be used. */
public final class InvalidDurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidDurationException(String message) {
        super(message);
    }
}
