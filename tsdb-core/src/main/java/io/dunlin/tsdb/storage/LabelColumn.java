package io.dunlin.tsdb.storage;

import java.util.function.IntFunction;

/**
 * One label of all series of a {@link SeriesSet}: {@code ids()[series]} is a number that stands for the value, equal for
 * equal values within this column, and {@link #ABSENT} for a series without the label. Ids are in {@code [0, bound)};
 * not every id of that range need occur.
 */
public final class LabelColumn {
    /** The id of a series that lacks the label. */
    public static final int ABSENT = 0;

    private final int[] ids;
    private final int bound;
    private final IntFunction<String> values;

    /** Makes a column; {@code values} gives the string of an id other than {@link #ABSENT}. */
    public LabelColumn(int[] ids, int bound, IntFunction<String> values) {
        this.ids = ids;
        this.bound = bound;
        this.values = values;
    }

    /** Returns one id a series. The array belongs to the column: read it only. */
    public int[] ids() {
        return ids;
    }

    /** Returns a number greater than every id. */
    public int bound() {
        return bound;
    }

    /** Returns the value that an id stands for, the empty string for {@link #ABSENT}. */
    public String value(int id) {
        return id == ABSENT ? "" : values.apply(id);
    }
}
