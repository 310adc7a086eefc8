package io.dunlin.tsdb.index;

/** A 128-bit hash as two longs, reused from call to call so that hashing allocates nothing. Not thread-safe. */
public final class Hash128 {
    /** The low half. */
    public long low;

    /** The high half. */
    public long high;

    /** Sets both halves. */
    public void set(long newLow, long newHigh) {
        low = newLow;
        high = newHigh;
    }
}
