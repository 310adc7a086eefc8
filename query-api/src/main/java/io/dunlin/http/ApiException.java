package io.dunlin.http;

/** A request that is answered with an error; the message is for the person who sent it. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorType type;

    /** Makes the exception; no stack trace, since it reports a request and not a place in the program. */
    public ApiException(ErrorType type, String message) {
        super(message, null, false, false);
        this.type = type;
    }

    /** Returns the exception for a parameter that cannot be understood, in Prometheus's words. */
    public static ApiException invalidParameter(String name, String reason) {
        return new ApiException(ErrorType.BAD_DATA, "invalid parameter \"" + name + "\": " + reason);
    }

    /** Returns the kind of error. */
    public ErrorType type() {
        return type;
    }
}
