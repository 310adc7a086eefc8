package io.dunlin.tsdb.head;

import io.dunlin.tsdb.memory.Region;

/**
 * After how many floats the open chunk of a series ends: after {@link #MOST_SAMPLES}, but the first of an epoch after as many as
 * the series' phase says, which differs from series to series. Series that all began with one scrape, or with one epoch, would
 * else fill their chunks together, and their open chunks take up to twice the memory that they take on average. What is cut
 * short is joined when the epoch becomes a block.
 */
final class ChunkPhase {
    /** The most samples of a chunk. */
    static final int MOST_SAMPLES = 120;

    /** The shortest phase: a series that lives for fewer samples has one chunk. */
    static final int SHORTEST = 16;

    /** So many series in a row, a power of two, have one phase: their sealed chunks lie in a row too, and are read that way. */
    private static final int GROUP_SHIFT = 6;

    /** What spreads numbers that follow each other (Knuth, TAOCP 3, 6.4: 2^32 divided by the golden ratio). */
    private static final int GOLDEN = 0x9E3779B1;

    private ChunkPhase() {}

    /** Returns the phase of the series that gets a slot, from {@link #SHORTEST} to {@link #MOST_SAMPLES}; it keeps it where it moves. */
    static int ofSlot(int slot) {
        int spread = (slot >>> GROUP_SHIFT) * GOLDEN;
        return SHORTEST + (int) (Integer.toUnsignedLong(spread) * (MOST_SAMPLES - SHORTEST + 1) >>> Integer.SIZE);
    }

    /**
     * Returns whether an open chunk is full.
     *
     * @param samples how many it has
     * @param epoch the epoch that they are of
     */
    static boolean isFull(Region records, long record, int samples, int epoch) {
        return samples >= MOST_SAMPLES
                || samples == SeriesRecordLayout.phase(records, record)
                        && EpochChunks.epochOf(records.getLong(record + SeriesRecordLayout.SEALED)) != epoch;
    }
}
