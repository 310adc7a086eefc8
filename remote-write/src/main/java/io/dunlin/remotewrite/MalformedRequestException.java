package io.dunlin.remotewrite;

/** The body of a request is not what its headers say: broken compression or broken protobuf. The sender's fault. */
public final class MalformedRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception; no stack trace, since it reports data and not a place in the program. */
    public MalformedRequestException(String message) {
        super(message, null, false, false);
    }
}
