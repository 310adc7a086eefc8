package io.dunlin.tsdb.block;

import io.dunlin.tsdb.chunk.StartColumn;
import io.dunlin.tsdb.memory.Region;

/**
 * One encoded chunk as it lies in memory. A reused flyweight: valid until its owner moves on. Times are Unix
 * milliseconds.
 */
public interface ChunkView {
    /** Returns the encoding as Prometheus numbers it. */
    int encoding();

    /** Returns the time of the first sample. */
    long minTime();

    /** Returns the time of the last sample, inclusive. */
    long maxTime();

    /** Returns the number of samples. */
    int samples();

    /** Returns the memory that holds the encoded samples. */
    Region region();

    /** Returns where in {@link #region()} they begin. */
    long address();

    /** Returns how many bytes they take. */
    int length();

    /** Returns the start timestamps of the samples, and perhaps of others of the series; valid as long as this. */
    StartColumn starts();
}
