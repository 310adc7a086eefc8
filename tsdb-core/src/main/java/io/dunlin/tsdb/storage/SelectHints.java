package io.dunlin.tsdb.storage;

/**
 * What the caller will do with a selection. Hints never change which samples are right, except {@code limit}.
 *
 * @param step the distance of evaluation times in milliseconds, 0 for an instant
 * @param range the length of the window that each evaluation time reads, in milliseconds, 0 for none
 * @param function the function or aggregation around the selector, empty for none
 * @param limit the most series to return, 0 for all
 * @param sorted whether the series must come in label order; otherwise the order is any, but the same for one view
 */
public record SelectHints(long step, long range, String function, int limit, boolean sorted) {
    /** What stands for the function where only labels are wanted: series without samples in the range are left out then. */
    public static final String SERIES = "series";

    /** Nothing known, any order. */
    public static final SelectHints NONE = new SelectHints(0, 0, "", 0, false);

    /** Nothing known, label order. */
    public static final SelectHints SORTED = new SelectHints(0, 0, "", 0, true);

    /**
     * Returns whether only the labels of the series are wanted. A set of series may otherwise have some without samples in
     * the range, which whoever reads the samples sees.
     */
    public boolean isForLabels() {
        return function.equals(SERIES);
    }
}
