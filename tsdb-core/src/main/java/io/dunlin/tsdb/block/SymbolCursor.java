package io.dunlin.tsdb.block;

/** Walks the symbols of a {@link SeriesSource} in strictly rising byte order. One thread at a time. */
public interface SymbolCursor extends AutoCloseable {
    /** Moves to the next symbol; false at the end. */
    boolean next();

    /**
     * Returns the array whose first {@link #length()} bytes are the symbol in UTF-8. It belongs to the cursor, is reused
     * for the next symbol and may be exchanged for a longer one: fetch it anew after each {@link #next()}.
     */
    byte[] bytes();

    /** Returns the length of the symbol in bytes. */
    int length();

    @Override
    void close();
}
