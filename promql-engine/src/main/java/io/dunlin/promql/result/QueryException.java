package io.dunlin.promql.result;

/** A query has no result. The message is for the person who wrote it, in Prometheus's words where Prometheus has some. */
public final class QueryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** Whose fault it is; the HTTP status follows from it. */
    public enum Kind {
        /** The query does not parse or asks for what cannot be. */
        BAD_DATA,
        /** The data do not allow a result, or a limit was reached. */
        EXECUTION,
        /** The caller cancelled it. */
        CANCELED,
        /** It took longer than it may. */
        TIMEOUT,
        /** The storage failed or the engine has a bug. */
        INTERNAL
    }

    /** Makes the exception. */
    public QueryException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Makes the exception with its cause. */
    public QueryException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Makes the exception for data that allow no result. */
    public static QueryException execution(String message) {
        return new QueryException(Kind.EXECUTION, message);
    }

    /** Returns whose fault it is. */
    public Kind kind() {
        return kind;
    }
}
