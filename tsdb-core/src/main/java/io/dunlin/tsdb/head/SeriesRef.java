package io.dunlin.tsdb.head;

/**
 * References to series within an appender, 64 bits: a table's generation, at least 1, and a slot; or 0 and one more than
 * the number of a pending series. Never 0 as a whole.
 */
final class SeriesRef {
    private SeriesRef() {}

    /** Returns the reference of a series that the request will create. */
    static long pending(int number) {
        return number + 1L;
    }

    /** Returns whether the series is yet to be created. */
    static boolean isPending(long reference) {
        return reference >>> Integer.SIZE == 0;
    }

    /** Returns the number of a pending series. */
    static int pendingNumber(long reference) {
        return (int) reference - 1;
    }

    /** Returns the reference of a slot of a table. */
    static long of(int generation, int slot) {
        return (long) generation << Integer.SIZE | slot;
    }

    /** Returns the table's number. */
    static int generation(long reference) {
        return (int) (reference >>> Integer.SIZE);
    }

    /** Returns the slot within the table. */
    static int slot(long reference) {
        return (int) reference;
    }
}
