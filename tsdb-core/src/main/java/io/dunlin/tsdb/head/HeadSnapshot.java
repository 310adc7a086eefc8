package io.dunlin.tsdb.head;

import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * What the head was after one commit: which series each table had, and which epochs. Immutable; the memory behind it is
 * valid while it is held ({@link ViewRegistry}).
 *
 * @param sequence the number of the commit
 * @param tables the tables, the tenured one first, then the cohorts from the newest to the oldest
 * @param epochs the epochs that have samples in the head, by rising time
 * @param boundary the first millisecond that the head answers for; what is older is in blocks
 * @param minTime the time of the oldest sample, {@link Long#MAX_VALUE} for none
 * @param maxTime the time of the newest sample, {@link Long#MIN_VALUE} for none
 */
record HeadSnapshot(
        long sequence, List<TableView> tables, List<EpochChunks> epochs, long boundary, long minTime, long maxTime) {
    /** The slots of one table that a snapshot shows: those below {@code count} that are not in {@code moved}. */
    record TableView(HeadTable table, int count, RoaringBitmap moved) {
        /** Returns the slots as a set, the caller's. */
        RoaringBitmap visible() {
            RoaringBitmap slots = new RoaringBitmap();
            slots.add(0L, count);
            slots.andNot(moved);
            return slots;
        }
    }

    /** Returns the chunks of an epoch, or null where they have left the head. */
    EpochChunks epoch(int number) {
        for (EpochChunks epoch : epochs) {
            if (epoch.epoch() == number) {
                return epoch;
            }
        }
        return null;
    }
}
