package io.dunlin.tsdb.storage;

import io.dunlin.tsdb.model.LabelSetHash;
import io.dunlin.tsdb.model.Labels;

/**
 * The series that a select found, numbered from 0. Labels are read as columns of symbol numbers, so that grouping a
 * million series touches no string; samples are read through one {@link SeriesReader} a thread. A series may turn out to
 * have no sample in the range. Thread-safe; valid until the view is closed.
 */
public interface SeriesSet {
    /** Returns the number of series. */
    int size();

    /** Returns the labels of a series. Makes strings: for results, not for inner loops. */
    Labels labels(int series);

    /** Returns one label of all series as numbers. */
    LabelColumn column(String labelName);

    /** Returns whether a series may have a label; false is certain, and is known without looking at the series. */
    default boolean mayHave(String labelName) {
        return true;
    }

    /**
     * Gives the {@link LabelSetHash} of every series, {@link LabelSetHash#LANES} longs each, one series behind the other: by
     * these the series of several sets are matched.
     *
     * @param into an array of hashes
     * @param first the place among these that the first series gets
     */
    default void labelHashes(long[] into, int first) {
        for (int i = 0; i < LabelSetHash.LANES * size(); i++) {
            into[LabelSetHash.LANES * first + i] =
                    LabelSetHash.of(i % LabelSetHash.LANES, labels(i / LabelSetHash.LANES));
        }
    }

    /** Returns a new reader for one thread. */
    SeriesReader reader();
}
