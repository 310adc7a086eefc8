package io.dunlin.tsdb.storage;

/** The storage could not do its part: a disk error, a full disk, a closed database. The request may be sent again. */
public class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public StorageException(String message) {
        super(message);
    }

    /** Makes the exception. */
    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
