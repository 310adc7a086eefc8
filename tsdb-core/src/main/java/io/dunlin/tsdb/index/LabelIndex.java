package io.dunlin.tsdb.index;

import java.util.List;
import java.util.function.Predicate;
import org.roaringbitmap.RoaringBitmap;

/**
 * The inverted index of one table, run or block, as {@link MatcherResolver} needs it: series are numbered from 0, label
 * values lead to sets of series. Every set returned belongs to the index or is shared: callers never change it.
 * Thread-safe.
 */
public interface LabelIndex {
    /** Returns all series. */
    RoaringBitmap all();

    /** The series with one label, of which no more is read than is asked for. */
    interface Postings {
        /** Those of a label that no series has. */
        Postings NONE = new Postings() {
            @Override
            public long count() {
                return 0;
            }

            @Override
            public RoaringBitmap among(RoaringBitmap series) {
                return new RoaringBitmap();
            }
        };

        /** Returns about how many there are. */
        long count();

        /** Returns those of some series that are among them. */
        RoaringBitmap among(RoaringBitmap series);
    }

    /** Returns the series that have this label with any value. */
    Postings withLabel(String name);

    /** Returns the series that have this label with this value. */
    Postings withValue(String name, String value);

    /**
     * Returns those of some series that have this label with a value that starts with {@code prefix} and passes {@code
     * test}. An index in value order looks only at the values with the prefix.
     */
    RoaringBitmap withValues(String name, String prefix, Predicate<String> test, RoaringBitmap among);

    /** Returns all label names, in any order. */
    List<String> names();

    /** Returns the values of a label that at least one of {@code series} has, in any order; null for all series. */
    List<String> values(String name, RoaringBitmap series);

    /** Returns the names of the labels that at least one of {@code series} has, in any order. */
    List<String> names(RoaringBitmap series);
}
