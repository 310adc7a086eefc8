package io.dunlin.tsdb.storage;

/**
 * Reads samples of one {@link SeriesSet} in bulk, whole chunks at a time: there is no call per sample. One thread at a
 * time; cheap to make, holds no resource of its own.
 */
public interface SeriesReader {
    /**
     * Appends to {@code into} every sample of the series within the querier's range, in strictly rising time order, each
     * once. Stale markers are included. The buffer is not cleared first.
     */
    void read(int series, SampleBuffer into);

    /**
     * As {@link #read}, for who needs only the newest sample of the range: that one comes where there is one, older ones may
     * be left out.
     */
    default void readNewest(int series, SampleBuffer into) {
        read(series, into);
    }
}
