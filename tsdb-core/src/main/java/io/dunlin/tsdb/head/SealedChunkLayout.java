package io.dunlin.tsdb.head;

/**
 * A sealed chunk in its epoch's store, little-endian, 8-aligned.
 * <pre>
 *   0          8         16        24      28       30         31     32
 *   | previous | minTime | maxTime | first | length | encoding | zero | chunk … |
 * </pre>
 * {@code previous} is the address of the series' chunk before this one, 0 for none; {@code first} is how many samples of
 * the series came before this chunk; {@code length} counts the bytes of the chunk, which is as block files hold it.
 */
final class SealedChunkLayout {
    static final int PREVIOUS = 0;
    static final int MIN_TIME = PREVIOUS + Long.BYTES;
    static final int MAX_TIME = MIN_TIME + Long.BYTES;
    static final int FIRST = MAX_TIME + Long.BYTES;
    static final int DATA_LENGTH = FIRST + Integer.BYTES;
    static final int ENCODING = DATA_LENGTH + Short.BYTES;
    static final int DATA = ENCODING + Short.BYTES;

    private SealedChunkLayout() {}
}
