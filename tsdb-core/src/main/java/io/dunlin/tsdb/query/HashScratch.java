package io.dunlin.tsdb.query;

import io.dunlin.tsdb.model.LabelSetHash;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The arrays in which series are matched: 16 bytes a member for its hash and two for bits. Those of the last large matching
 * wait for the next one, held weakly: queries that follow each other leave no garbage of their size, and a collection takes
 * the arrays when none does. Used by one matching at a time.
 */
final class HashScratch {
    private static final int BITS_PER_HASH = 16;
    private static final AtomicReference<WeakReference<HashScratch>> SPARE =
            new AtomicReference<>(new WeakReference<>(null));

    private final long[] hashes;
    private final long[] seen;

    private HashScratch(int members) {
        hashes = new long[LabelSetHash.LANES * members];
        long bits = Long.highestOneBit(Math.max(Long.SIZE, (long) members * BITS_PER_HASH - 1)) << 1;
        seen = new long[(int) (bits / Long.SIZE)];
    }

    /** Returns arrays for so many members; what the hashes are before is not known, no bit is set. */
    static HashScratch take(int members) {
        if (members >= SeriesMatches.MIN_PARALLEL) {
            HashScratch spare = SPARE.getAndSet(new WeakReference<>(null)).get();
            if (spare != null && spare.fits(members)) {
                Arrays.fill(spare.seen, 0);
                return spare;
            }
        }
        return new HashScratch(members);
    }

    /** Arrays that are much too long would stay so. */
    private boolean fits(int members) {
        int room = hashes.length / LabelSetHash.LANES;
        return members <= room && room / 2 <= members;
    }

    /** Says that the arrays are not used any more. */
    void giveBack() {
        if (hashes.length >= LabelSetHash.LANES * SeriesMatches.MIN_PARALLEL) {
            SPARE.set(new WeakReference<>(this));
        }
    }

    /** Returns a place for each hash, {@link LabelSetHash#LANES} longs each. */
    long[] hashes() {
        return hashes;
    }

    /**
     * Sets three bits of one word, chosen by the low lane of a hash; returns whether all were set before. Of hashes that have
     * not come before, some two in a thousand find them set.
     */
    boolean see(long low) {
        int word = (int) (low >>> Integer.SIZE) & seen.length - 1;
        long bits = 1L << low | 1L << (low >>> 6) | 1L << (low >>> 12);
        long before = seen[word];
        seen[word] = before | bits;
        return (before & bits) == bits;
    }
}
