package io.dunlin.tsdb.index;

/**
 * Labels that occurred more than once in a table, found again by the hash of their bytes: most labels of a new series are
 * among the few hundred that its neighbours take turns to have, and cost no search among symbols and postings then. One
 * place a hash; a label that comes to a place that is taken takes it over. One thread.
 */
final class RecentLabels {
    private static final int CAPACITY = 1024;

    private final long[] lows = new long[CAPACITY];
    private final long[] highs = new long[CAPACITY];

    /** Where the name ends in the bytes that were hashed. */
    private final int[] nameLengths = new int[CAPACITY];

    private final PostingsIndex.Name[] names = new PostingsIndex.Name[CAPACITY];
    private final int[] values = new int[CAPACITY];
    private final int[] entries = new int[CAPACITY];

    private static int place(Hash128 hash) {
        return (int) hash.low & CAPACITY - 1;
    }

    /** Returns the place of a label, or -1 where it is not here. */
    int find(Hash128 hash, int nameLength) {
        int at = place(hash);
        boolean same =
                names[at] != null && lows[at] == hash.low && highs[at] == hash.high && nameLengths[at] == nameLength;
        return same ? at : -1;
    }

    /** Returns the name of the label at a place. */
    PostingsIndex.Name name(int at) {
        return names[at];
    }

    /** Returns the ref of its value's symbol. */
    int value(int at) {
        return values[at];
    }

    /** Returns its entry in the postings. */
    int entry(int at) {
        return entries[at];
    }

    /** Keeps a label. */
    void put(Hash128 hash, int nameLength, PostingsIndex.Name name, int value, int entry) {
        int at = place(hash);
        lows[at] = hash.low;
        highs[at] = hash.high;
        nameLengths[at] = nameLength;
        names[at] = name;
        values[at] = value;
        entries[at] = entry;
    }
}
