package io.dunlin.tsdb.head;

import java.util.Arrays;

/**
 * Sorts longs whose order is expensive to tell by the leading bits of it, which are cheap: key and place of each value are
 * packed into one number, these are sorted, and only values with the same leading bits are compared. Stable, except among
 * values that compare as equal. Needs eight bytes a value besides those it sorts, and as many again while it copies.
 */
final class KeyedSort {
    /** How many bits a key has. */
    static final int KEY_BITS = 63;

    /** Gives the leading bits of a value's order, {@value #KEY_BITS} of them: the smaller value has no greater key. */
    @FunctionalInterface
    interface Key {
        /** Returns the key, not negative. */
        long of(long value);
    }

    private KeyedSort() {}

    /** Sorts a whole array. */
    static void sort(long[] values, Key key, LongSorter.Order order) {
        if (values.length < 2) {
            return;
        }
        int placeBits = Integer.SIZE - Integer.numberOfLeadingZeros(values.length - 1);
        long[] packed = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            packed[i] = key.of(values[i]) >>> placeBits << placeBits | i;
        }
        Arrays.sort(packed);
        long[] unsorted = values.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = unsorted[(int) packed[i] & (1 << placeBits) - 1];
        }
        sortTies(values, packed, placeBits, new LongSorter(order));
    }

    private static void sortTies(long[] values, long[] packed, int placeBits, LongSorter sorter) {
        int from = 0;
        for (int i = 1; i <= values.length; i++) {
            if (i == values.length || packed[i] >>> placeBits != packed[from] >>> placeBits) {
                sorter.sort(values, from, i);
                from = i;
            }
        }
    }
}
