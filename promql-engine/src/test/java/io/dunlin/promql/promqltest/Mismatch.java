package io.dunlin.promql.promqltest;

/** A query did not do what its script expects. */
final class Mismatch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Mismatch(String message) {
        super(message, null, false, false);
    }
}
