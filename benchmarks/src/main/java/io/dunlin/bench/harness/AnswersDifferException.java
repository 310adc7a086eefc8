package io.dunlin.bench.harness;

/** Two servers gave different answers to one query over the same data. */
public final class AnswersDifferException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes it with the server, the query and the difference in the message. */
    public AnswersDifferException(String message) {
        super(message);
    }
}
