package io.dunlin.tsdb.storage;

/** A sample or series was refused; the message names what, where and what was expected. */
public final class WriteRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RejectReason reason;

    /** Makes the exception; no stack trace, since it reports data and not a place in the program. */
    public WriteRejectedException(RejectReason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** Returns the reason. */
    public RejectReason reason() {
        return reason;
    }
}
