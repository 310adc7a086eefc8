package io.dunlin.tsdb.head;

import io.dunlin.tsdb.memory.Region;

/**
 * The record of one series in a head table, little-endian, 8-aligned.
 * <pre>
 *   0         4      8              16       24      28        32       36      40
 *   | version | open | sealed       | commit | total | earlier | labels | state |
 * </pre>
 * <ul>
 *   <li>{@code version}: odd while the writer changes the record; a reader copies what it needs and then looks again.
 *   <li>{@code open}: packed address of the open chunk, 0 for none.
 *   <li>{@code sealed}: {@link EpochChunks} address of the newest sealed chunk, 0 for none; each leads to the one before.
 *   <li>{@code commit}: the sequence number of the commit that changed the series last.
 *   <li>{@code total}: how many in-order samples the series has ever had in the head; {@code earlier}: how many before
 *       {@code commit}. A view as old as {@code commit} or younger sees {@code total} samples, one older {@code earlier}.
 *   <li>{@code labels}: packed address of the label set.
 *   <li>{@code state}: bit 31 where the series has moved to another table; the lowest seven bits are its {@link ChunkPhase}.
 * </ul>
 */
final class SeriesRecordLayout {
    static final int VERSION = 0;
    static final int OPEN = VERSION + Integer.BYTES;
    static final int SEALED = OPEN + Integer.BYTES;
    static final int COMMIT = SEALED + Long.BYTES;
    static final int TOTAL = COMMIT + Long.BYTES;
    static final int EARLIER = TOTAL + Integer.BYTES;
    static final int LABELS = EARLIER + Integer.BYTES;
    static final int STATE = LABELS + Integer.BYTES;
    static final int LENGTH = STATE + Integer.BYTES;

    static final int MOVED = 1 << 31;
    private static final int PHASE = 0x7f;

    private SeriesRecordLayout() {}

    /** Says that the record changes from now on. */
    static void beginChange(Region records, long record) {
        records.putInt(record + VERSION, records.getInt(record + VERSION) + 1);
        Region.storeFence();
    }

    /** Publishes a change. */
    static void endChange(Region records, long record) {
        records.publishIntRelease(record + VERSION, records.getInt(record + VERSION) + 1);
    }

    /** Gives a new record the phase of its series. */
    static void setPhase(Region records, long record, int phase) {
        records.putInt(record + STATE, records.getInt(record + STATE) & ~PHASE | phase);
    }

    static int phase(Region records, long record) {
        return records.getInt(record + STATE) & PHASE;
    }

    static boolean isMoved(Region records, long record) {
        return (records.getInt(record + STATE) & MOVED) != 0;
    }
}
