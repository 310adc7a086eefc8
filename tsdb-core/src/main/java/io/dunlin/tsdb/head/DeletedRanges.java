package io.dunlin.tsdb.head;

import java.util.Arrays;

/** Ranges of time to delete, each of one series. Reused; not thread-safe. */
final class DeletedRanges {
    private long[] series = new long[64];
    private long[] firsts = new long[64];
    private long[] lasts = new long[64];
    private int size;

    void clear() {
        size = 0;
    }

    /** Adds the range of a series' reference, both ends inclusive. */
    void add(long reference, long first, long last) {
        if (size == series.length) {
            series = Arrays.copyOf(series, 2 * size);
            firsts = Arrays.copyOf(firsts, 2 * size);
            lasts = Arrays.copyOf(lasts, 2 * size);
        }
        series[size] = reference;
        firsts[size] = first;
        lasts[size++] = last;
    }

    int size() {
        return size;
    }

    /** Returns the reference of the {@code i}-th range's series. */
    long series(int i) {
        return series[i];
    }

    /** Returns the first deleted millisecond of the {@code i}-th range. */
    long first(int i) {
        return firsts[i];
    }

    /** Returns the last deleted millisecond of the {@code i}-th range. */
    long last(int i) {
        return lasts[i];
    }
}
