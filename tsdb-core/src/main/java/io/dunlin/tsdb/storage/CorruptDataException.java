package io.dunlin.tsdb.storage;

/** Bytes on disk are not what was written there. Whoever owns the file sets it aside, reports it and goes on without. */
public final class CorruptDataException extends StorageException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;

    /**
     * Makes the exception.
     *
     * @param file the damaged file
     * @param offset where in the file, in bytes from its start
     * @param expected what should be there
     * @param actual what is there
     */
    public CorruptDataException(String file, long offset, Object expected, Object actual) {
        super("corrupt data: file=" + file + " offset=" + offset + " expected=" + expected + " actual=" + actual);
        this.file = file;
        this.offset = offset;
    }

    /** Returns the damaged file. */
    public String file() {
        return file;
    }

    /** Returns where in the file the damage shows, in bytes from its start. */
    public long offset() {
        return offset;
    }
}
