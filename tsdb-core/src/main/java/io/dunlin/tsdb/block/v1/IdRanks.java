package io.dunlin.tsdb.block.v1;

/**
 * The places of rising series ids among them, found in constant time: a bit for each number from the first id to the last,
 * and for each word of bits how many ids are before it. Ids are unsigned. Immutable.
 */
final class IdRanks {
    /** What stands for an id that is not there. */
    static final int ABSENT = -1;

    private final long first;
    private final long[] bits;
    private final int[] before;

    /** Takes rising ids, at least one. */
    IdRanks(int[] ids) {
        first = unsigned(ids[0]);
        int words = (int) ((unsigned(ids[ids.length - 1]) - first) / Long.SIZE) + 1;
        bits = new long[words];
        before = new int[words];
        for (int id : ids) {
            long bit = unsigned(id) - first;
            bits[(int) (bit / Long.SIZE)] |= 1L << bit;
        }
        for (int word = 1; word < words; word++) {
            before[word] = before[word - 1] + Long.bitCount(bits[word - 1]);
        }
    }

    /** Returns how many numbers lie between the first and the last of rising ids, at least one; twelve bytes for 64 of them. */
    static long span(int[] ids) {
        return unsigned(ids[ids.length - 1]) - unsigned(ids[0]) + 1;
    }

    private static long unsigned(int id) {
        return id & 0xFFFF_FFFFL;
    }

    /** Returns the place of an id, or {@link #ABSENT}. */
    int rank(int id) {
        long bit = unsigned(id) - first;
        if (bit < 0 || bit >= (long) bits.length * Long.SIZE) {
            return ABSENT;
        }
        int word = (int) (bit / Long.SIZE);
        long mask = 1L << bit;
        return (bits[word] & mask) == 0 ? ABSENT : before[word] + Long.bitCount(bits[word] & mask - 1);
    }
}
