package io.dunlin.tsdb.head;

import java.util.Arrays;

/** Sorts longs by any order, stable, in place but for a second array of the same length. */
final class LongSorter {
    private static final int SMALL = 16;

    private final Order order;

    /** An order of longs. */
    @FunctionalInterface
    interface Order {
        /** Returns a negative number, zero or a positive number as {@code a} comes before, with or after {@code b}. */
        int compare(long a, long b);
    }

    LongSorter(Order order) {
        this.order = order;
    }

    /** Sorts a whole array. */
    void sort(long[] values) {
        sort(values, new long[values.length], 0, values.length);
    }

    /** Sorts the values {@code [from, to)} of an array. */
    void sort(long[] values, int from, int to) {
        if (to - from <= SMALL) {
            insert(values, from, to);
        } else {
            long[] part = Arrays.copyOfRange(values, from, to);
            sort(part);
            System.arraycopy(part, 0, values, from, part.length);
        }
    }

    private void sort(long[] values, long[] scratch, int from, int to) {
        if (to - from <= SMALL) {
            insert(values, from, to);
            return;
        }
        int middle = from + to >>> 1;
        sort(values, scratch, from, middle);
        sort(values, scratch, middle, to);
        if (order.compare(values[middle - 1], values[middle]) > 0) {
            merge(values, scratch, from, middle, to);
        }
    }

    private void insert(long[] values, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            long value = values[i];
            int at = i;
            while (at > from && order.compare(values[at - 1], value) > 0) {
                values[at] = values[at - 1];
                at--;
            }
            values[at] = value;
        }
    }

    private void merge(long[] values, long[] scratch, int from, int middle, int to) {
        System.arraycopy(values, from, scratch, from, middle - from);
        int left = from;
        int right = middle;
        int at = from;
        while (left < middle) {
            if (right == to || order.compare(scratch[left], values[right]) <= 0) {
                values[at++] = scratch[left++];
            } else {
                values[at++] = values[right++];
            }
        }
    }
}
