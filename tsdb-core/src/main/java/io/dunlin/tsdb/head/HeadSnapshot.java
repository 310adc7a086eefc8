package io.dunlin.tsdb.head;

import io.dunlin.tsdb.block.Tombstones;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * What the head was after one commit: which series each table had, and which epochs. Immutable; the memory behind it is
 * valid while it is held ({@link ViewRegistry}).
 *
 * @param sequence the number of the commit
 * @param tables the tables, the tenured one first, then the cohorts from the newest to the oldest
 * @param outOfOrder the tables of out-of-order samples, in the order in which these came
 * @param epochs the epochs that have samples in the head, by rising time
 * @param boundary the first millisecond that the head answers for; what is older is in blocks
 * @param firstEpoch the epoch that the boundary lies in; chunks of older ones are not looked at
 * @param minTime the time of the oldest sample, {@link Long#MAX_VALUE} for none
 * @param maxTime the time of the newest sample, {@link Long#MIN_VALUE} for none
 */
record HeadSnapshot(
        long sequence,
        List<TableView> tables,
        List<TableView> outOfOrder,
        List<EpochChunks> epochs,
        long boundary,
        int firstEpoch,
        long minTime,
        long maxTime) {
    /**
     * The slots of one table that a snapshot shows: those below {@code count} that are not in {@code moved}, without the
     * samples in {@code tombstones}, by slot. The series of a table that is {@code leaving} may be in another one too.
     */
    record TableView(HeadTable table, int count, RoaringBitmap moved, boolean leaving, Tombstones tombstones) {
        /** Returns the slots as a set, the caller's. */
        RoaringBitmap visible() {
            RoaringBitmap slots = new RoaringBitmap();
            slots.add(0L, count);
            slots.andNot(moved);
            return slots;
        }
    }

    /**
     * Returns a table by its number.
     *
     * @throws IllegalStateException when the snapshot has no such table
     */
    HeadTable table(int generation) {
        return view(generation).table();
    }

    /**
     * Returns what this shows of a table by its number.
     *
     * @throws IllegalStateException when the snapshot has no such table
     */
    TableView view(int generation) {
        for (TableView view : tables) {
            if (view.table().generation() == generation) {
                return view;
            }
        }
        for (TableView view : outOfOrder) {
            if (view.table().generation() == generation) {
                return view;
            }
        }
        throw new IllegalStateException("no such table: generation=" + generation);
    }

    /** Returns the epoch whose memory has the chunk at an address, or null where it had left the head or is damaged. */
    EpochChunks holder(long address) {
        EpochChunks epoch = epoch(EpochChunks.epochOf(address));
        return epoch == null || epoch.isDamaged(address) ? null : epoch;
    }

    /**
     * Returns the chunks of an epoch, or null where they had left the head. An epoch begun after this snapshot is found
     * too: a series' newest chunk may be there, and leads to those that the snapshot shows.
     */
    EpochChunks epoch(int number) {
        if (number < firstEpoch) {
            return null;
        }
        for (EpochChunks epoch : epochs) {
            if (epoch.epoch() == number) {
                return epoch;
            }
        }
        EpochChunks later = epochs.isEmpty() ? null : epochs.get(0).begunNext();
        while (later != null && later.epoch() != number) {
            later = later.begunNext();
        }
        return later;
    }
}
