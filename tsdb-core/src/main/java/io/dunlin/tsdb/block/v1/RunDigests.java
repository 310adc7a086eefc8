package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.SampleBuffer;

/**
 * Answers from the digests of a run for series of one select, as far as it can: where there are none, or they turn out to be
 * damaged, whoever asks reads the entries of the series. For one thread.
 */
final class RunDigests {
    /** One of so many series of the run must be wanted, for the digests are read by the group. */
    private static final int LISTED_PER_SERIES = 8;

    private final BlockReader block;

    /** Null where there is nothing to be had. */
    private BlockDigests.Cursor cursor;

    private RunDigests(BlockReader block, BlockDigests.Cursor cursor) {
        this.block = block;
        this.cursor = cursor;
    }

    /** Returns what the digests of a block say of a number of its series, mostly asked for by rising id. */
    static RunDigests of(BlockReader block, int series) {
        BlockDigests digests = block.digests();
        boolean pays = digests != null && series >= digests.series() / LISTED_PER_SERIES;
        return new RunDigests(block, pays ? digests.cursor() : null);
    }

    /**
     * Writes the hashes of all series to the places from {@code first} on; returns whether it could: not where the digests have
     * other seeds.
     */
    static boolean readHashes(BlockReader block, int[] ids, long[] into, int first) {
        BlockDigests digests = block.digests();
        return digests != null && digests.hasOurSeeds() && of(block, ids.length).readHashes(ids, into, first);
    }

    private boolean readHashes(int[] ids, long[] into, int first) {
        for (int series = 0; series < ids.length; series++) {
            if (!moveTo(ids[series])) {
                return false;
            }
            cursor.writeHash(into, first + series);
        }
        return true;
    }

    /** Appends the samples of a series of which nothing is deleted; returns whether it could. */
    boolean read(int id, long minTime, long maxTime, SampleBuffer into) {
        if (!moveTo(id) || !cursor.hasSample()) {
            return false;
        }
        if (minTime <= cursor.time() && cursor.time() <= maxTime) {
            into.add(cursor.time(), cursor.value());
        }
        return true;
    }

    private boolean moveTo(int id) {
        if (cursor == null) {
            return false;
        }
        try {
            cursor.moveTo(id);
            return true;
        } catch (CorruptDataException e) {
            block.giveUpDigests(e);
            cursor = null;
            return false;
        }
    }
}
