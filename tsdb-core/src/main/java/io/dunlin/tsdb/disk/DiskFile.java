package io.dunlin.tsdb.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** An open file. Reads and writes name their position, so there is no shared one. Thread-safe; close is idempotent. */
public interface DiskFile extends Closeable {
    /** Returns the name it was opened by. */
    Path path();

    /** Returns the length in bytes. */
    long size() throws IOException;

    /** Reads until the buffer or the file ends; returns the bytes read, 0 at or past the end of the file. */
    int read(long position, ByteBuffer into) throws IOException;

    /** Writes the whole buffer, lengthening the file where it must. After an exception any part may be written. */
    void write(long position, ByteBuffer from) throws IOException;

    /** Lengthens the file with written zeros, so that later writes up to there need no new space. */
    void preallocate(long length) throws IOException;

    /** Cuts the file. */
    void truncate(long length) throws IOException;

    /**
     * Makes all writes so far durable, with the length. After an exception it is unknown which writes are, and a later
     * success says nothing about the earlier ones: the system may have dropped them.
     */
    void sync() throws IOException;
}
