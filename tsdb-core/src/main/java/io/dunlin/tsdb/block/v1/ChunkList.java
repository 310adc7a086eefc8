package io.dunlin.tsdb.block.v1;

import java.util.Arrays;

/** The chunks of one series as its index entry lists them. Reused from series to series; not thread-safe. */
final class ChunkList {
    private long[] minTimes = new long[16];
    private long[] maxTimes = new long[16];
    private long[] references = new long[16];
    private int size;

    void clear() {
        size = 0;
    }

    /** Adds a chunk, which must begin after the one before it has ended and lie behind it in the files. */
    void add(long minTime, long maxTime, long reference) {
        if (minTime > maxTime || (size > 0 && minTime <= maxTimes[size - 1])) {
            throw new IllegalArgumentException("chunks of a series must not overlap: minTime=" + minTime + " maxTime="
                    + maxTime + " maxTimeBefore=" + (size > 0 ? maxTimes[size - 1] : "none"));
        }
        if (size == references.length) {
            minTimes = Arrays.copyOf(minTimes, 2 * size);
            maxTimes = Arrays.copyOf(maxTimes, 2 * size);
            references = Arrays.copyOf(references, 2 * size);
        }
        minTimes[size] = minTime;
        maxTimes[size] = maxTime;
        references[size++] = reference;
    }

    int size() {
        return size;
    }

    /** Appends the list as a series entry holds it: the first chunk whole, then differences. */
    void write(EntryBuffer entry) {
        entry.putUvarint(size);
        for (int i = 0; i < size; i++) {
            if (i == 0) {
                entry.putVarint(minTimes[0]);
            } else {
                entry.putUvarint(minTimes[i] - maxTimes[i - 1]);
            }
            entry.putUvarint(maxTimes[i] - minTimes[i]);
            if (i == 0) {
                entry.putUvarint(references[0]);
            } else {
                entry.putVarint(references[i] - references[i - 1]);
            }
        }
    }
}
