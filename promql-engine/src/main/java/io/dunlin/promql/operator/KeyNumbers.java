package io.dunlin.promql.operator;

import java.util.Arrays;

/**
 * Numbers keys from 0 in the order they are first met, by open addressing over primitive arrays: no object a key. Used by
 * one thread.
 */
final class KeyNumbers {
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final int FREE = -1;

    private long[] keys = new long[64];
    private int[] numbers = new int[64];
    private int count;

    KeyNumbers() {
        Arrays.fill(numbers, FREE);
    }

    /** Returns the number of a key, the next one where the key is new. */
    int numberOf(long key) {
        int at = find(keys, numbers, key);
        if (numbers[at] != FREE) {
            return numbers[at];
        }
        keys[at] = key;
        numbers[at] = count;
        if (2 * ++count > keys.length) {
            grow();
        }
        return count - 1;
    }

    private static int find(long[] keys, int[] numbers, long key) {
        int mask = keys.length - 1;
        int at = (int) (key * SPREAD >>> Integer.SIZE) & mask;
        while (numbers[at] != FREE && keys[at] != key) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        long[] more = new long[2 * keys.length];
        int[] moreNumbers = new int[more.length];
        Arrays.fill(moreNumbers, FREE);
        for (int i = 0; i < keys.length; i++) {
            if (numbers[i] != FREE) {
                int at = find(more, moreNumbers, keys[i]);
                more[at] = keys[i];
                moreNumbers[at] = numbers[i];
            }
        }
        keys = more;
        numbers = moreNumbers;
    }

    /** Returns how many keys there are. */
    int count() {
        return count;
    }
}
