package io.dunlin.promql.ast;

/** A query that is no PromQL: what is wrong, in Prometheus's words where it has some, and where. */
public final class ParseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Span span;
    private final String reason;

    /**
     * Makes the exception.
     *
     * @param query the whole query
     * @param span the part that is wrong
     * @param reason what is wrong with it
     */
    public ParseException(String query, Span span, String reason) {
        super(span.position(query) + ": parse error: " + reason);
        this.span = span;
        this.reason = reason;
    }

    /** Returns the part of the query that is wrong. */
    public Span span() {
        return span;
    }

    /** Returns what is wrong, without the position that {@link #getMessage} starts with. */
    public String reason() {
        return reason;
    }
}
